//go:build esp32s3 && !esp32s3_devkitc && !xiao_esp32s3

package machine

// A board of one's own with an ESP32-S3, where any pin can be that of a bus: a program names them.
const (
	UART_TX_PIN = GPIO43
	UART_RX_PIN = GPIO44
	SDA_PIN     = NoPin
	SCL_PIN     = NoPin
	SPI_SCK_PIN = NoPin
	SPI_SDI_PIN = NoPin
	SPI_SDO_PIN = NoPin

	SPI2_SCK_PIN  = NoPin
	SPI2_MOSI_PIN = NoPin
	SPI2_MISO_PIN = NoPin
)
