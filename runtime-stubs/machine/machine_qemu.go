//go:build qemu

package machine

import _ "unsafe" // for go:linkname

const deviceName = "QEMU"

// UART is the console of the emulated machine. There is no way to read it.
type UART struct{}

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

// Buffered is the number of bytes that have arrived: none.
func (uart *UART) Buffered() int {
	return 0
}

// Read takes the bytes that have arrived.
func (uart *UART) Read(data []byte) (n int, err error) {
	return 0, nil
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	return 0, errNoByte
}
