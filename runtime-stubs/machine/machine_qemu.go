//go:build qemu

package machine

import _ "unsafe" // for go:linkname

const deviceName = "QEMU"

// UART is the console of the emulated machine.
type UART struct {
	// A character that was taken from the console to see whether there is one, and 1.
	next int
}

// Serial is the console.
var Serial = &UART{}

// Configure has nothing to set.
func (uart *UART) Configure(config UARTConfig) error {
	return nil
}

// Write sends bytes.
func (uart *UART) Write(data []byte) (n int, err error) {
	for _, c := range data {
		putchar(c)
	}
	return len(data), nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	putchar(c)
	return nil
}

//go:linkname putchar runtime.putchar
func putchar(c byte)

//go:linkname getchar runtime.getchar
func getchar() int

// Buffered is 1 if a byte has arrived, else 0: the emulator keeps the others.
func (uart *UART) Buffered() int {
	if uart.next == 0 {
		uart.next = getchar() + 1
		if uart.next <= 0 {
			uart.next = 0
			return 0
		}
	}
	return 1
}

// Read takes the bytes that have arrived, at most len(data).
func (uart *UART) Read(data []byte) (n int, err error) {
	for n < len(data) && uart.Buffered() != 0 {
		data[n] = byte(uart.next - 1)
		uart.next = 0
		n++
	}
	return n, nil
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	c := byte(uart.next - 1)
	uart.next = 0
	return c, nil
}
