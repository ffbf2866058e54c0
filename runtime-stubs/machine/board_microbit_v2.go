//go:build microbit_v2

package machine

// HasLowFrequencyCrystal tells whether the board has a crystal of 32,768 Hz.
const HasLowFrequencyCrystal = false

// The pins of the BBC micro:bit, version 2. The LEDs are a matrix: a row is driven high, a column
// low. P3 to P34 are also the names of TinyGo for what is not at the edge.
const (
	P0  = P0_02
	P1  = P0_03
	P2  = P0_04
	P3  = P0_31
	P4  = P0_28
	P5  = P0_14
	P6  = P1_05
	P7  = P0_11
	P8  = P0_10
	P9  = P0_09
	P10 = P0_30
	P11 = P0_23
	P12 = P0_12
	P13 = P0_17
	P14 = P0_01
	P15 = P0_13
	P16 = P1_02
	P19 = P0_26
	P20 = P1_00
	P21 = P0_21
	P22 = P0_22
	P23 = P0_15
	P24 = P0_24
	P25 = P0_19
	P26 = P1_04
	P27 = P0_00
	P28 = P0_20
	P29 = P0_05
	P30 = P0_16
	P31 = P0_08
	P32 = P0_25
	P33 = P1_08
	P34 = P0_06

	ADC0 = P0
	ADC1 = P1
	ADC2 = P2

	BUTTONA = P0_14
	BUTTONB = P0_23
	BUTTON  = BUTTONA

	LED_COL_1 = P0_28
	LED_COL_2 = P0_11
	LED_COL_3 = P0_31
	LED_COL_4 = P1_05
	LED_COL_5 = P0_30
	LED_ROW_1 = P0_21
	LED_ROW_2 = P0_22
	LED_ROW_3 = P0_15
	LED_ROW_4 = P0_24
	LED_ROW_5 = P0_19

	LED = LED_ROW_1

	SPEAKER = P0_00

	// The bus inside, with the motion sensor, which is the default, and that of the edge connector.
	SDA0_PIN = P0_16
	SCL0_PIN = P0_08
	SDA1_PIN = P20
	SCL1_PIN = P19
	SDA_PIN  = SDA0_PIN
	SCL_PIN  = SCL0_PIN

	SPI0_SCK_PIN = P13
	SPI0_SDI_PIN = P14
	SPI0_SDO_PIN = P15

	UART_TX_PIN = P0_06
	UART_RX_PIN = P1_08
)
