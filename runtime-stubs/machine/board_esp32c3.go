//go:build esp32c3 && !esp32c3_devkitm && !esp32c3_generic && !xiao_esp32c3

package machine

// A board of one's own with an ESP32-C3, where any pin can be that of a bus: a program names them.
const (
	UART_TX_PIN = GPIO21
	UART_RX_PIN = GPIO20
	SDA_PIN     = NoPin
	SCL_PIN     = NoPin
	SPI_SCK_PIN = NoPin
	SPI_SDI_PIN = NoPin
	SPI_SDO_PIN = NoPin
)
