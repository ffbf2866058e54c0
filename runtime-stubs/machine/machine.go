// Package machine gives programs the pins and peripherals of the board they were built for. The
// names are those that TinyGo programs use. What a chip does not have is not declared, so that
// using it is a compile error.
package machine

// machineError is an error whose text is known at compile time: it costs no initialisation.
type machineError string

func (e machineError) Error() string {
	return string(e)
}

// What peripherals' methods return.
var (
	ErrInvalidInputPin    error = machineError("machine: invalid input pin")
	ErrInvalidOutputPin   error = machineError("machine: invalid output pin")
	ErrInvalidClockPin    error = machineError("machine: invalid clock pin")
	ErrInvalidDataPin     error = machineError("machine: invalid data pin")
	ErrNoPinChangeChannel error = machineError("machine: no channel available for pin interrupt")
	errNoByte             error = machineError("machine: no byte received")
)

// PinMode is the function of a pin; each chip has its own set.
type PinMode uint8

// PinConfig says what a pin is used for.
type PinConfig struct {
	Mode PinMode
}

// Pin is a pin of the chip, by the chip's own number. Boards name theirs in constants.
type Pin uint8

// NoPin stands for a pin that is not connected.
const NoPin = Pin(0xff)

// PinChange is the change of a level that causes a pin's interrupt; bits, so that both can be named.
type PinChange uint8

// The changes. PinToggle is either.
const (
	PinRising PinChange = 1 << iota
	PinFalling
	PinToggle = PinRising | PinFalling
)

// UARTConfig says how a serial port is used. A zero field means the default.
type UARTConfig struct {
	BaudRate uint32
	TX       Pin
	RX       Pin
}

const defaultBaudRate = 115200
