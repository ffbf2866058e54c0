//go:build pico || pico_w

package machine

// The pins of the Raspberry Pi Pico and the Pico W.
const (
	GP0  Pin = 0
	GP1  Pin = 1
	GP2  Pin = 2
	GP3  Pin = 3
	GP4  Pin = 4
	GP5  Pin = 5
	GP6  Pin = 6
	GP7  Pin = 7
	GP8  Pin = 8
	GP9  Pin = 9
	GP10 Pin = 10
	GP11 Pin = 11
	GP12 Pin = 12
	GP13 Pin = 13
	GP14 Pin = 14
	GP15 Pin = 15
	GP16 Pin = 16
	GP17 Pin = 17
	GP18 Pin = 18
	GP19 Pin = 19
	GP20 Pin = 20
	GP21 Pin = 21
	GP22 Pin = 22
	GP26 Pin = 26
	GP27 Pin = 27
	GP28 Pin = 28

	GPIO0 = GP0
	GPIO1 = GP1

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
