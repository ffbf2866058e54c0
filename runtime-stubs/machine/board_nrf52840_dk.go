//go:build nrf52840_dk || pca10056

package machine

// HasLowFrequencyCrystal tells whether the board has a crystal of 32,768 Hz.
const HasLowFrequencyCrystal = true

// The pins of the nRF52840 development kit (PCA10056).
const (
	LED1 Pin = 13
	LED2 Pin = 14
	LED3 Pin = 15
	LED4 Pin = 16
	LED      = LED1

	BUTTON1 Pin = 11
	BUTTON2 Pin = 12
	BUTTON3 Pin = 24
	BUTTON4 Pin = 25
	BUTTON      = BUTTON1

	ADC0 = P0_03
	ADC1 = P0_04
	ADC2 = P0_28
	ADC3 = P0_29
	ADC4 = P0_30
	ADC5 = P0_31

	SDA_PIN = P0_26
	SCL_PIN = P0_27

	SPI0_SCK_PIN = Pin(47)
	SPI0_SDO_PIN = Pin(45)
	SPI0_SDI_PIN = Pin(46)

	UART_TX_PIN Pin = 6
	UART_RX_PIN Pin = 8
)

// What the board says on USB: the numbers of Nordic's own example of a serial port.
const (
	usbVendorID     = 0x1915
	usbProductID    = 0x520f
	usbManufacturer = "Nordic Semiconductor"
	usbProduct      = "nRF52840 DK"
)
