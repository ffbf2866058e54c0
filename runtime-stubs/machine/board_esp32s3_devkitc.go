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
	SPI_SCK_PIN = GPIO12
	SPI_SDI_PIN = GPIO13
	SPI_SDO_PIN = GPIO11
)

// What the USB device says of itself: the numbers that Espressif's SDK uses for a serial port.
const (
	usbVendorID     = 0x303a
	usbProductID    = 0x4001
	usbManufacturer = "Espressif"
	usbProduct      = "ESP32-S3"
)
