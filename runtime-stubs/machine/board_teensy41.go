//go:build teensy41

package machine

// The pins of the Teensy 4.1 (its schematic).
const (
	D0  = PA0 + 3  // AD_B0_03
	D1  = PA0 + 2  // AD_B0_02
	D2  = PD0 + 4  // EMC_04
	D3  = PD0 + 5  // EMC_05
	D4  = PD0 + 6  // EMC_06
	D5  = PD0 + 8  // EMC_08
	D6  = PB0 + 10 // B0_10
	D7  = PB0 + 17 // B1_01
	D8  = PB0 + 16 // B1_00
	D9  = PB0 + 11 // B0_11
	D10 = PB0 + 0  // B0_00
	D11 = PB0 + 2  // B0_02
	D12 = PB0 + 1  // B0_01
	D13 = PB0 + 3  // B0_03
	D14 = PA0 + 18 // AD_B1_02
	D15 = PA0 + 19 // AD_B1_03
	D16 = PA0 + 23 // AD_B1_07
	D17 = PA0 + 22 // AD_B1_06
	D18 = PA0 + 17 // AD_B1_01
	D19 = PA0 + 16 // AD_B1_00
	D20 = PA0 + 26 // AD_B1_10
	D21 = PA0 + 27 // AD_B1_11
	D22 = PA0 + 24 // AD_B1_08
	D23 = PA0 + 25 // AD_B1_09
	D24 = PA0 + 12 // AD_B0_12
	D25 = PA0 + 13 // AD_B0_13
	D26 = PA0 + 30 // AD_B1_14
	D27 = PA0 + 31 // AD_B1_15
	D28 = PC0 + 18 // EMC_32
	D29 = PD0 + 31 // EMC_31
	D30 = PC0 + 23 // EMC_37
	D31 = PC0 + 22 // EMC_36
	D32 = PB0 + 12 // B0_12
	D33 = PD0 + 7  // EMC_07
	D34 = PB0 + 29 // B1_13
	D35 = PB0 + 28 // B1_12
	D36 = PB0 + 18 // B1_02
	D37 = PB0 + 19 // B1_03
	D38 = PA0 + 28 // AD_B1_12
	D39 = PA0 + 29 // AD_B1_13
	D40 = PA0 + 20 // AD_B1_04
	D41 = PA0 + 21 // AD_B1_05

	LED = D13

	A0  = D14
	A1  = D15
	A2  = D16
	A3  = D17
	A4  = D18
	A5  = D19
	A6  = D20
	A7  = D21
	A8  = D22
	A9  = D23
	A10 = D24
	A11 = D25
	A12 = D26
	A13 = D27
	A14 = D38
	A15 = D39
	A16 = D40
	A17 = D41

	ADC0 = A0
	ADC1 = A1
	ADC2 = A2
	ADC3 = A3

	SPI1_SCK_PIN = D13
	SPI1_SDO_PIN = D11
	SPI1_SDI_PIN = D12
	SPI1_CS_PIN  = D10
	SPI2_SCK_PIN = D27
	SPI2_SDO_PIN = D26
	SPI2_SDI_PIN = D39
	SPI2_CS_PIN  = D38
	SPI0_SCK_PIN = SPI1_SCK_PIN
	SPI0_SDO_PIN = SPI1_SDO_PIN
	SPI0_SDI_PIN = SPI1_SDI_PIN
	SPI_SCK_PIN  = SPI1_SCK_PIN
	SPI_SDO_PIN  = SPI1_SDO_PIN
	SPI_SDI_PIN  = SPI1_SDI_PIN
	SPI_CS_PIN   = SPI1_CS_PIN

	I2C1_SDA_PIN = D18
	I2C1_SCL_PIN = D19
	I2C2_SDA_PIN = D17
	I2C2_SCL_PIN = D16
	I2C3_SDA_PIN = D25
	I2C3_SCL_PIN = D24
	I2C0_SDA_PIN = I2C1_SDA_PIN
	I2C0_SCL_PIN = I2C1_SCL_PIN
	I2C_SDA_PIN  = I2C1_SDA_PIN
	I2C_SCL_PIN  = I2C1_SCL_PIN
	SDA_PIN      = I2C1_SDA_PIN
	SCL_PIN      = I2C1_SCL_PIN

	UART1_TX_PIN = D1
	UART1_RX_PIN = D0
	UART6_TX_PIN = D24
	UART6_RX_PIN = D25
	UART_TX_PIN  = UART1_TX_PIN
	UART_RX_PIN  = UART1_RX_PIN
)

// The serial ports and the buses have the board's numbers: SPI1 is the bus of the pins 11 to 13.
var (
	UART1 = &_UART6
	UART6 = &_UART1

	// DefaultUART is the port at the pins 0 and 1.
	DefaultUART = UART1

	SPI0 = &_SPI4
	SPI1 = &_SPI4
	SPI2 = &_SPI3
	SPI3 = &_SPI1

	I2C0 = &_I2C1
	I2C1 = &_I2C1
	I2C2 = &_I2C3
	I2C3 = &_I2C4
)

// What the board says on USB: the numbers of a serial port of PJRC's own software.
const (
	usbVendorID     = 0x16c0
	usbProductID    = 0x0483
	usbManufacturer = "PJRC"
	usbProduct      = "Teensy 4.1"
)
