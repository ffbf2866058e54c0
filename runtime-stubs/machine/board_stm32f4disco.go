//go:build stm32f4disco

package machine

import "device/stm32"

// The pins of the STM32F4DISCOVERY board.
const (
	LED_GREEN  = PD12
	LED_ORANGE = PD13
	LED_RED    = PD14
	LED_BLUE   = PD15

	LED         = LED_BUILTIN
	LED_BUILTIN = LED_GREEN
	LED1        = LED_GREEN
	LED2        = LED_ORANGE
	LED3        = LED_RED
	LED4        = LED_BLUE

	BUTTON = PA0

	// The bus of the motion sensor, with its select and interrupt lines.
	SPI1_SCK_PIN    = PA5
	SPI1_SDI_PIN    = PA6
	SPI1_SDO_PIN    = PA7
	SPI0_SCK_PIN    = SPI1_SCK_PIN
	SPI0_SDI_PIN    = SPI1_SDI_PIN
	SPI0_SDO_PIN    = SPI1_SDO_PIN
	MEMS_ACCEL_CS   = PE3
	MEMS_ACCEL_INT1 = PE0
	MEMS_ACCEL_INT2 = PE1

	// The bus of the audio converter.
	I2C0_SCL_PIN = PB6
	I2C0_SDA_PIN = PB9
	SCL_PIN      = I2C0_SCL_PIN
	SDA_PIN      = I2C0_SDA_PIN

	ADC0  = PA0
	ADC1  = PA1
	ADC2  = PA2
	ADC3  = PA3
	ADC4  = PA4
	ADC5  = PA5
	ADC6  = PA6
	ADC7  = PA7
	ADC8  = PB0
	ADC9  = PB1
	ADC10 = PC0
	ADC11 = PC1
	ADC12 = PC2
	ADC13 = PC3
	ADC14 = PC4
	ADC15 = PC5

	UART_TX_PIN = PA2
	UART_RX_PIN = PA3
)

// What the board says on USB, at its connector CN5: the numbers of ST's serial port.
const (
	usbVendorID     = 0x0483
	usbProductID    = 0x5740
	usbManufacturer = "STMicroelectronics"
	usbProduct      = "STM32F4DISCOVERY"
	// PA9 is the bus's voltage there (UM1472, "USB OTG supported").
	usbSensesVoltage = true
)

// The serial ports. UART1 is the board's first, as TinyGo counts: the chip's second, like UART2.
var (
	UART1 = &_USART2
	UART2 = &_USART2
	UART3 = &_USART3
	UART6 = &_USART6

	// DefaultUART is the usual one, whatever the console is.
	DefaultUART = &_USART2
)

// The buses have the chip's own numbers; SPI0 is the board's usual one.
var (
	SPI0 = &_SPI1
	SPI1 = &_SPI1
	SPI2 = &_SPI2
	SPI3 = &_SPI3

	I2C3  = &_I2C3
	_I2C3 = I2C{Bus: stm32.I2C3, sda: PC9, scl: PA8}
)
