//go:build stm32f4 && !stm32f4disco && !feather_stm32f405

package machine

import "device/stm32"

// A board of one's own with an STM32F4: ports and buses have the chip's own numbers, and these pins if
// no others are given.
const (
	UART_TX_PIN = PA2
	UART_RX_PIN = PA3

	SPI0_SCK_PIN = PA5
	SPI0_SDI_PIN = PA6
	SPI0_SDO_PIN = PA7

	I2C0_SCL_PIN = PB6
	I2C0_SDA_PIN = PB7
	SCL_PIN      = I2C0_SCL_PIN
	SDA_PIN      = I2C0_SDA_PIN
)

// The serial ports. DefaultUART is the console's.
var (
	UART1 = &_USART1
	UART2 = &_USART2
	UART3 = &_USART3
	UART6 = &_USART6

	DefaultUART = &_USART2
)

// The buses; SPI0 is another name of the first.
var (
	SPI0 = &_SPI1
	SPI1 = &_SPI1
	SPI2 = &_SPI2
	SPI3 = &_SPI3

	I2C3  = &_I2C3
	_I2C3 = I2C{Bus: stm32.I2C3, sda: PC9, scl: PA8}
)

// What the board says on USB: the numbers of ST's serial port.
const (
	usbVendorID     = 0x0483
	usbProductID    = 0x5740
	usbManufacturer = "STMicroelectronics"
	usbProduct      = "STM32F4"
	// Nothing says that the bus's voltage is at PA9.
	usbSensesVoltage = false
)
