//go:build xiao_ble

package machine

// HasLowFrequencyCrystal tells whether the board has a crystal of 32,768 Hz.
const HasLowFrequencyCrystal = true

// The pins of the Seeed XIAO nRF52840 (BLE) and its Sense version. LEDs shine while their pin is low.
const (
	D0  = P0_02
	D1  = P0_03
	D2  = P0_28
	D3  = P0_29
	D4  = P0_04
	D5  = P0_05
	D6  = P1_11
	D7  = P1_12
	D8  = P1_13
	D9  = P1_14
	D10 = P1_15

	A0 = D0
	A1 = D1
	A2 = D2
	A3 = D3
	A4 = D4
	A5 = D5

	ADC0 = A0
	ADC1 = A1
	ADC2 = A2
	ADC3 = A3
	ADC4 = A4
	ADC5 = A5

	LED_RED   = P0_26
	LED_GREEN = P0_30
	LED_BLUE  = P0_06
	LED       = LED_RED
	LED1      = LED_RED
	LED2      = LED_GREEN
	LED3      = LED_BLUE
	LED_CHG   = P0_17 // shines while the battery is charged

	// The buses of the pins D4 and D5, and of the Sense's motion sensor, which is the default.
	SDA0_PIN = D4
	SCL0_PIN = D5
	SDA1_PIN = P0_07
	SCL1_PIN = P0_27
	SDA_PIN  = SDA1_PIN
	SCL_PIN  = SCL1_PIN

	// The Sense's motion sensor and microphone.
	LSM_PWR = P1_08
	LSM_INT = P0_11
	MIC_PWR = P1_10
	MIC_CLK = P1_00
	MIC_DIN = P0_16

	SPI0_SCK_PIN = D8
	SPI0_SDI_PIN = D9
	SPI0_SDO_PIN = D10

	UART_TX_PIN = D6
	UART_RX_PIN = D7
)

// What the board says on USB.
const (
	usbVendorID     = 0x2886
	usbProductID    = 0x8044
	usbManufacturer = "Seeed"
	usbProduct      = "XIAO nRF52840"
)
