//go:build xiao_esp32c3

package machine

// The pins of the Seeed XIAO ESP32C3, which has no LED of its own.
const (
	D0  = GPIO2
	D1  = GPIO3
	D2  = GPIO4
	D3  = GPIO5
	D4  = GPIO6
	D5  = GPIO7
	D6  = GPIO21
	D7  = GPIO20
	D8  = GPIO8
	D9  = GPIO9
	D10 = GPIO10

	A0 = GPIO2
	A1 = GPIO3
	A2 = GPIO4
	A3 = GPIO5

	BUTTON      = BUTTON_BOOT
	BUTTON_BOOT = GPIO9

	UART_TX_PIN = GPIO21
	UART_RX_PIN = GPIO20
	SDA_PIN     = GPIO6
	SCL_PIN     = GPIO7
	SPI_SCK_PIN = GPIO8
	SPI_SDI_PIN = GPIO9
	SPI_SDO_PIN = GPIO10
)
