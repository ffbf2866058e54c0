//go:build mimxrt1064_evk

package machine

// The pins of the MIMXRT1064-EVK (its user's guide and schematics): the LED lights when low, the
// button SW8 is low when pressed.
const (
	LED    = PA0 + 9 // GPIO_AD_B0_09
	BUTTON = PE0     // WAKEUP

	// A0 to A3 of the connector for shields.
	ADC0 = PA0 + 26 // GPIO_AD_B1_10
	ADC1 = PA0 + 27 // GPIO_AD_B1_11
	ADC2 = PA0 + 20 // GPIO_AD_B1_04
	ADC3 = PA0 + 21 // GPIO_AD_B1_05

	// D13, D11 and D12 of that connector.
	SPI0_SCK_PIN = PC0 + 12 // GPIO_SD_B0_00
	SPI0_SDO_PIN = PC0 + 14 // GPIO_SD_B0_02
	SPI0_SDI_PIN = PC0 + 15 // GPIO_SD_B0_03

	// A4 and A5 of that connector.
	I2C0_SDA_PIN = PA0 + 17 // GPIO_AD_B1_01
	I2C0_SCL_PIN = PA0 + 16 // GPIO_AD_B1_00
	SDA_PIN      = I2C0_SDA_PIN
	SCL_PIN      = I2C0_SCL_PIN

	UART_TX_PIN = PA0 + 12
	UART_RX_PIN = PA0 + 13
)

// DefaultUART is the board's usual serial port, which the debugger's is connected to.
var DefaultUART = UART1

// SPI0 is the bus of the connector for shields.
var SPI0 = &_SPI1

// What the board says on USB, at its connector J9: the numbers of a serial port of NXP's examples.
const (
	usbVendorID     = 0x1fc9
	usbProductID    = 0x0094
	usbManufacturer = "NXP"
	usbProduct      = "MIMXRT1064-EVK"
)
