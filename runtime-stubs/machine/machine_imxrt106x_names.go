//go:build imxrt106x && !teensy41

package machine

// The serial ports and the buses have the chip's own numbers, unless the board has its own; I2C0 is the
// first one's other name.
var (
	UART1 = &_UART1
	UART6 = &_UART6

	SPI1 = &_SPI1
	SPI3 = &_SPI3
	SPI4 = &_SPI4

	I2C0 = &_I2C1
	I2C1 = &_I2C1
	I2C3 = &_I2C3
	I2C4 = &_I2C4
)
