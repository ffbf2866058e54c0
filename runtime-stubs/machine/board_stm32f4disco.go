//go:build stm32f4disco

package machine

// The pins of the STM32F4DISCOVERY board.
const (
	LED_GREEN  = PD12
	LED_ORANGE = PD13
	LED_RED    = PD14
	LED_BLUE   = PD15

	LED  = LED_GREEN
	LED1 = LED_GREEN
	LED2 = LED_ORANGE
	LED3 = LED_RED
	LED4 = LED_BLUE

	BUTTON = PA0

	// The bus of the motion sensor; PE3 selects it.
	SPI0_SCK_PIN = PA5
	SPI0_SDI_PIN = PA6
	SPI0_SDO_PIN = PA7

	// The bus of the audio converter.
	I2C0_SCL_PIN = PB6
	I2C0_SDA_PIN = PB9
	SCL_PIN      = I2C0_SCL_PIN
	SDA_PIN      = I2C0_SDA_PIN

	ADC0 = PA1
	ADC1 = PA2
	ADC2 = PA3

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

// SPI0 is the board's usual bus.
var SPI0 = &_SPI1
