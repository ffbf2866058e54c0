//go:build esp32s3_devkitc

package machine

// The pins of the ESP32-S3-DevKitC-1. GPIO48 is the data line of the board's colour LED (GPIO38 on
// boards of version 1.1).
const (
	LED    = GPIO48
	WS2812 = GPIO48
	BUTTON = GPIO0

	// GPIO_ONE is a name that programs for this board use for its first pin.
	GPIO_ONE = GPIO1

	UART_TX_PIN = GPIO43
	UART_RX_PIN = GPIO44
	SDA_PIN     = GPIO8
	SCL_PIN     = GPIO9
	SPI_SCK_PIN = SPI1_SCK_PIN
	SPI_SDI_PIN = SPI1_MISO_PIN
	SPI_SDO_PIN = SPI1_MOSI_PIN

	// The pins of the first and of the second bus, by TinyGo's names.
	SPI1_SCK_PIN  = GPIO12
	SPI1_MOSI_PIN = GPIO11
	SPI1_MISO_PIN = GPIO13
	SPI1_CS_PIN   = GPIO10
	SPI2_SCK_PIN  = GPIO36
	SPI2_MOSI_PIN = GPIO35
	SPI2_MISO_PIN = GPIO37
	SPI2_CS_PIN   = GPIO34
)

// What the USB device says of itself: the numbers that Espressif's SDK uses for a serial port.
const (
	usbVendorID     = 0x303a
	usbProductID    = 0x4001
	usbManufacturer = "Espressif"
	usbProduct      = "ESP32-S3"
)
