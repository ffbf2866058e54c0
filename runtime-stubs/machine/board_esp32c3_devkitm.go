//go:build esp32c3_devkitm || esp32c3_generic

package machine

// The pins of the ESP32-C3-DevKitM-1. GPIO8 is also the data line of the board's colour LED.
const (
	LED    = GPIO8
	BUTTON = GPIO9

	UART_TX_PIN = GPIO21
	UART_RX_PIN = GPIO20
	SDA_PIN     = GPIO4
	SCL_PIN     = GPIO5
	SPI_SCK_PIN = GPIO6
	SPI_SDI_PIN = GPIO2
	SPI_SDO_PIN = GPIO7
)
