//go:build rp2040 && !pico && !pico_w

package machine

// A board of one's own with an RP2040: the pins that ports and buses have if no others are given are
// those of the Pico.
const (
	I2C0_SDA_PIN = GPIO4
	I2C0_SCL_PIN = GPIO5
	I2C1_SDA_PIN = GPIO2
	I2C1_SCL_PIN = GPIO3

	SPI0_SCK_PIN = GPIO18
	SPI0_SDO_PIN = GPIO19
	SPI0_SDI_PIN = GPIO16
	SPI1_SCK_PIN = GPIO10
	SPI1_SDO_PIN = GPIO11
	SPI1_SDI_PIN = GPIO12

	UART0_TX_PIN = GPIO0
	UART0_RX_PIN = GPIO1
	UART1_TX_PIN = GPIO8
	UART1_RX_PIN = GPIO9
	UART_TX_PIN  = UART0_TX_PIN
	UART_RX_PIN  = UART0_RX_PIN
)
