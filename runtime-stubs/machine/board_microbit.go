//go:build microbit

package machine

// HasLowFrequencyCrystal tells whether the board has a crystal of 32,768 Hz.
const HasLowFrequencyCrystal = false

// The pins of the BBC micro:bit. The LEDs are a matrix: a row is driven high, a column low.
const (
	P0  Pin = 3
	P1  Pin = 2
	P2  Pin = 1
	P3  Pin = 4
	P4  Pin = 5
	P5  Pin = 17
	P6  Pin = 12
	P7  Pin = 11
	P8  Pin = 18
	P9  Pin = 10
	P10 Pin = 6
	P11 Pin = 26
	P12 Pin = 20
	P13 Pin = 23
	P14 Pin = 22
	P15 Pin = 21
	P16 Pin = 16

	BUTTONA Pin = 17
	BUTTONB Pin = 26
	BUTTON      = BUTTONA

	LED_COL_1 Pin = 4
	LED_COL_2 Pin = 5
	LED_COL_3 Pin = 6
	LED_COL_4 Pin = 7
	LED_COL_5 Pin = 8
	LED_COL_6 Pin = 9
	LED_COL_7 Pin = 10
	LED_COL_8 Pin = 11
	LED_COL_9 Pin = 12
	LED_ROW_1 Pin = 13
	LED_ROW_2 Pin = 14
	LED_ROW_3 Pin = 15

	LED = LED_ROW_1

	// Inputs are the large rings' pins.
	ADC0 = P0
	ADC1 = P1
	ADC2 = P2

	// The bus of the motion sensors.
	SDA_PIN Pin = 30
	SCL_PIN Pin = 0

	SPI0_SCK_PIN Pin = 23
	SPI0_SDO_PIN Pin = 21
	SPI0_SDI_PIN Pin = 22

	UART_TX_PIN Pin = 24
	UART_RX_PIN Pin = 25
)
