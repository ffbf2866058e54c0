//go:build feather_stm32f405

package machine

import "device/stm32"

// The pins of the Adafruit Feather STM32F405 Express, by the numbers of its Arduino variant.
const (
	D0  = PB11
	D1  = PB10
	D2  = PB3
	D3  = PB4
	D4  = PB5
	D5  = PC7
	D6  = PC6
	D7  = PA15
	D8  = PC0
	D9  = PB8
	D10 = PB9
	D11 = PC3
	D12 = PC2
	D13 = PC1
	D14 = PB7
	D15 = PB6
	D16 = PA4
	D17 = PA5
	D18 = PA6
	D19 = PA7
	D20 = PC4
	D21 = PC5
	D22 = PA3
	D23 = PB13
	D24 = PB14
	D25 = PB15
	D26 = PC8
	D27 = PC9
	D28 = PC10
	D29 = PC11
	D30 = PC12
	D31 = PD2
	D32 = PB12
	D33 = PC14
	D34 = PC15
	D35 = PA11
	D36 = PA12
	D37 = PA13
	D38 = PA14

	A0 = PA4
	A1 = PA5
	A2 = PA6
	A3 = PA7
	A4 = PC4
	A5 = PC5
	A6 = PA3

	ADC0 = A0
	ADC1 = A1
	ADC2 = A2
	ADC3 = A3
	ADC4 = A4
	ADC5 = A5
	ADC6 = A6

	LED          = LED_BUILTIN
	LED_BUILTIN  = LED_RED
	LED_RED      = D13
	WS2812       = D8
	NEOPIXEL     = WS2812
	LED_NEOPIXEL = WS2812

	// SPI1 is on the header, SPI2 has the flash chip, SPI3 is on A1 to A3.
	SPI1_SCK_PIN = PB13
	SPI1_SDI_PIN = PB14
	SPI1_SDO_PIN = PB15
	SPI2_SCK_PIN = PB3
	SPI2_SDI_PIN = PB4
	SPI2_SDO_PIN = PB5
	SPI3_SCK_PIN = PA5
	SPI3_SDI_PIN = PA6
	SPI3_SDO_PIN = PA7
	SPI0_SCK_PIN = SPI1_SCK_PIN
	SPI0_SDI_PIN = SPI1_SDI_PIN
	SPI0_SDO_PIN = SPI1_SDO_PIN
	SPI_SCK_PIN  = SPI0_SCK_PIN
	SPI_SDI_PIN  = SPI0_SDI_PIN
	SPI_SDO_PIN  = SPI0_SDO_PIN

	// I2C3 is I2C1 on D10 and D9.
	I2C1_SCL_PIN = PB6
	I2C1_SDA_PIN = PB7
	I2C2_SCL_PIN = PB10
	I2C2_SDA_PIN = PB11
	I2C3_SCL_PIN = PB8
	I2C3_SDA_PIN = PB9
	I2C0_SCL_PIN = I2C1_SCL_PIN
	I2C0_SDA_PIN = I2C1_SDA_PIN
	I2C_SCL_PIN  = I2C0_SCL_PIN
	I2C_SDA_PIN  = I2C0_SDA_PIN
	SCL_PIN      = I2C0_SCL_PIN
	SDA_PIN      = I2C0_SDA_PIN

	UART1_TX_PIN = D1
	UART1_RX_PIN = D0
	UART2_TX_PIN = D6
	UART2_RX_PIN = D5
	UART3_TX_PIN = D15
	UART3_RX_PIN = D14
	UART0_TX_PIN = UART1_TX_PIN
	UART0_RX_PIN = UART1_RX_PIN
	UART_TX_PIN  = UART1_TX_PIN
	UART_RX_PIN  = UART1_RX_PIN
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

// The serial ports have the board's numbers, as TinyGo counts them.
var (
	UART0 = &_USART3
	UART1 = &_USART3
	UART2 = &_USART6
	UART3 = &_USART1

	// DefaultUART is the usual one, whatever the console is.
	DefaultUART = &_USART3
)

// So have the buses; SPI0 is the usual one.
var (
	SPI0 = &_SPI2
	SPI1 = &_SPI2
	SPI2 = &_SPI3
	SPI3 = &_SPI1

	I2C3  = &_I2C3
	_I2C3 = I2C{Bus: stm32.I2C1, sda: I2C3_SDA_PIN, scl: I2C3_SCL_PIN}
)
