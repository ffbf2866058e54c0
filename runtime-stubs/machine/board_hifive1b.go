//go:build hifive1b

package machine

// The pins of the HiFive1 Rev B; the LEDs are lit by a low level.
const (
	LED_GREEN = P19
	LED_BLUE  = P21
	LED_RED   = P22
	LED       = LED_RED

	UART_TX_PIN = P17
	UART_RX_PIN = P16

	SPI1_SCK_PIN = P05
	SPI1_SDO_PIN = P03
	SPI1_SDI_PIN = P04
	I2C0_SDA_PIN = P12
	I2C0_SCL_PIN = P13
)
