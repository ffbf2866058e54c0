//go:build pico || pico_w

package machine

// The pins of the Raspberry Pi Pico and the Pico W.
const (
	GP0  = GPIO0
	GP1  = GPIO1
	GP2  = GPIO2
	GP3  = GPIO3
	GP4  = GPIO4
	GP5  = GPIO5
	GP6  = GPIO6
	GP7  = GPIO7
	GP8  = GPIO8
	GP9  = GPIO9
	GP10 = GPIO10
	GP11 = GPIO11
	GP12 = GPIO12
	GP13 = GPIO13
	GP14 = GPIO14
	GP15 = GPIO15
	GP16 = GPIO16
	GP17 = GPIO17
	GP18 = GPIO18
	GP19 = GPIO19
	GP20 = GPIO20
	GP21 = GPIO21
	GP22 = GPIO22
	GP26 = GPIO26
	GP27 = GPIO27
	GP28 = GPIO28

	I2C0_SDA_PIN = GP4
	I2C0_SCL_PIN = GP5
	I2C1_SDA_PIN = GP2
	I2C1_SCL_PIN = GP3

	SPI0_SCK_PIN = GP18
	SPI0_SDO_PIN = GP19
	SPI0_SDI_PIN = GP16
	SPI1_SCK_PIN = GP10
	SPI1_SDO_PIN = GP11
	SPI1_SDI_PIN = GP12

	UART0_TX_PIN = GP0
	UART0_RX_PIN = GP1
	UART1_TX_PIN = GP8
	UART1_RX_PIN = GP9
	UART_TX_PIN  = UART0_TX_PIN
	UART_RX_PIN  = UART0_RX_PIN
)

// What the board says on USB: the numbers that Raspberry Pi's SDK uses for a program's serial port.
const (
	usbVendorID     = 0x2e8a
	usbProductID    = 0x000a
	usbManufacturer = "Raspberry Pi"
	usbProduct      = "Pico"
)
