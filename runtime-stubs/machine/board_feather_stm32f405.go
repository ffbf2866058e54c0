//go:build feather_stm32f405

package machine

// The pins of the Adafruit Feather STM32F405 Express.
const (
	D0  = PB11
	D1  = PB10
	D5  = PC7
	D6  = PC6
	D9  = PB8
	D10 = PB9
	D11 = PC3
	D12 = PC2
	D13 = PC1

	A0 = PA4
	A1 = PA5
	A2 = PA6
	A3 = PA7
	A4 = PC4
	A5 = PC5

	ADC0 = A0
	ADC1 = A1
	ADC2 = A2
	ADC3 = A3
	ADC4 = A4
	ADC5 = A5

	LED      = D13
	WS2812   = PC0
	NEOPIXEL = WS2812

	SPI0_SCK_PIN = PB13
	SPI0_SDI_PIN = PB14
	SPI0_SDO_PIN = PB15

	I2C0_SCL_PIN = PB6
	I2C0_SDA_PIN = PB7
	SCL_PIN      = I2C0_SCL_PIN
	SDA_PIN      = I2C0_SDA_PIN

	UART_TX_PIN = PB10
	UART_RX_PIN = PB11
)

// What the board says on USB: the numbers that Adafruit gave it for a program's serial port.
const (
	usbVendorID     = 0x239a
	usbProductID    = 0x805a
	usbManufacturer = "Adafruit Industries LLC"
	usbProduct      = "Feather STM32F405 Express"
	// Nothing connects the bus's voltage to PA9.
	usbSensesVoltage = false
)

// SPI0 is the board's usual bus.
var SPI0 = &_SPI2
