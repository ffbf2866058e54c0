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

// Device is the chip's name.
const Device = deviceName

// UARTConfig says how a serial port is used. A zero field means the default; without RTS and CTS the
// port does not look whether the other side is ready.
type UARTConfig struct {
	BaudRate uint32
	TX       Pin
	RX       Pin
	RTS      Pin
	CTS      Pin
}

const defaultBaudRate = 115200

// UARTParity is the bit that a serial port adds to each byte, to find errors.
type UARTParity uint8

// The kinds of parity: none, and the number of ones made even or odd.
const (
	ParityNone UARTParity = iota
	ParityEven
	ParityOdd
)

// Serialer is a serial port that has the two lines of a modem, as one on USB.
type Serialer interface {
	WriteByte(c byte) error
	Write(data []byte) (n int, err error)
	Configure(config UARTConfig) error
	Buffered() int
	ReadByte() (byte, error)
	DTR() bool
	RTS() bool
}

// NullSerial is a serial port to nowhere.
type NullSerial struct{}

// Configure does nothing.
func (NullSerial) Configure(config UARTConfig) error { return nil }

// WriteByte does nothing.
func (NullSerial) WriteByte(c byte) error { return nil }

// Write does nothing with all bytes.
func (NullSerial) Write(data []byte) (n int, err error) { return len(data), nil }

// Buffered is 0: nothing arrives.
func (NullSerial) Buffered() int { return 0 }

// ReadByte fails: nothing arrives.
func (NullSerial) ReadByte() (byte, error) { return 0, errNoByte }
