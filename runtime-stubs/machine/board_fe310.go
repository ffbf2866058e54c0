//go:build fe310 && !hifive1b

package machine

// A board of one's own with an FE310, whose ports and buses have pins of their own.
const (
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
