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

// High makes the pin's output high.
func (p Pin) High() {
	p.Set(true)
}

// Low makes the pin's output low.
func (p Pin) Low() {
	p.Set(false)
}

// Toggle turns the pin's output over.
func (p Pin) Toggle() {
	p.Set(!p.Get())
}

// UARTConfig says how a serial port is used. A zero field means the default.
type UARTConfig struct {
	BaudRate uint32
	TX       Pin
	RX       Pin
}

const defaultBaudRate = 115200

// Write sends bytes and returns when the last one is in the port's hands.
func (uart *UART) Write(data []byte) (n int, err error) {
	for _, c := range data {
		uart.WriteByte(c)
	}
	return len(data), nil
}

// Read takes the bytes that have arrived, at most len(data).
func (uart *UART) Read(data []byte) (n int, err error) {
	for n < len(data) && uart.Buffered() > 0 {
		c, err := uart.ReadByte()
		if err != nil {
			return n, err
		}
		data[n] = c
		n++
	}
	return n, nil
}
