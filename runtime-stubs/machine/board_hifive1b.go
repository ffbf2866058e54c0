//go:build hifive1b

package machine

// The pins of the HiFive1 Rev B; the LEDs are lit by a low level. D8 and D14 are not connected.
const (
	D0  = P16
	D1  = P17
	D2  = P18
	D3  = P19
	D4  = P20
	D5  = P21
	D6  = P22
	D7  = P16
	D8  = NoPin
	D9  = P01
	D10 = P02
	D11 = P03
	D12 = P04
	D13 = P05
	D14 = NoPin
	D15 = P09
	D16 = P10
	D17 = P11
	D18 = P12
	D19 = P13

	LED_GREEN = P19
	LED_BLUE  = P21
	LED_RED   = P22
	LED       = LED1
	LED1      = LED_RED
	LED2      = LED_GREEN
	LED3      = LED_BLUE

	UART_TX_PIN = P17
	UART_RX_PIN = P16

	SPI1_SCK_PIN = P05
	SPI1_SDO_PIN = P03
	SPI1_SDI_PIN = P04
	SPI0_SCK_PIN = SPI1_SCK_PIN
	SPI0_SDO_PIN = SPI1_SDO_PIN
	SPI0_SDI_PIN = SPI1_SDI_PIN
	I2C0_SDA_PIN = P12
	I2C0_SCL_PIN = P13
	SDA_PIN      = I2C0_SDA_PIN
	SCL_PIN      = I2C0_SCL_PIN
)
