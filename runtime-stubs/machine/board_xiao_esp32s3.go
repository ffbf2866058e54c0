//go:build xiao_esp32s3

package machine

// The pins of the XIAO ESP32S3. The LED shines while its pin is low.
const (
	D0  = GPIO1
	D1  = GPIO2
	D2  = GPIO3
	D3  = GPIO4
	D4  = GPIO5
	D5  = GPIO6
	D6  = GPIO43
	D7  = GPIO44
	D8  = GPIO7
	D9  = GPIO8
	D10 = GPIO9

	A0 = GPIO1
	A1 = GPIO2
	A2 = GPIO3
	A3 = GPIO4

	LED    = GPIO21
	BUTTON = GPIO0

	UART_TX_PIN = GPIO43
	UART_RX_PIN = GPIO44
	SDA_PIN     = GPIO5
	SCL_PIN     = GPIO6
	SPI_SCK_PIN = SPI1_SCK_PIN
	SPI_SDI_PIN = SPI1_MISO_PIN
	SPI_SDO_PIN = SPI1_MOSI_PIN

	// The pins of the first bus, by TinyGo's names; the second has none of its own.
	SPI1_SCK_PIN  = GPIO7
	SPI1_MOSI_PIN = GPIO9
	SPI1_MISO_PIN = GPIO8
	SPI1_CS_PIN   = NoPin
	SPI2_SCK_PIN  = NoPin
	SPI2_MOSI_PIN = NoPin
	SPI2_MISO_PIN = NoPin
	SPI2_CS_PIN   = NoPin
)

// What the USB device says of itself.
const (
	usbVendorID     = 0x2886
	usbProductID    = 0x0056
	usbManufacturer = "Seeed"
	usbProduct      = "XIAO ESP32S3"
)
