//go:build !qemu

package machine

import "runtime/interrupt"

// InitSerial starts the console.
func InitSerial() {
	Serial.begin(UARTConfig{})
}

// Configure starts the port.
func (uart *UART) Configure(config UARTConfig) error {
	err := uart.begin(config)
	if err == nil {
		uart.listening = false
		uart.fetch()
	}
	return err
}

var (
	errUARTFlow   error = machineError("machine: this serial port has no lines RTS and CTS")
	errUARTFormat error = machineError("machine: this serial port has no such format")
)

// connected tells whether a configuration names the pin.
func (p Pin) connected() bool {
	return p != 0 && p != NoPin
}

// begin starts the port without its interrupt, with the defaults that all chips have.
func (uart *UART) begin(config UARTConfig) error {
	if !uartFlowControl && (config.RTS.connected() || config.CTS.connected()) {
		return errUARTFlow
	}
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	return uart.start(config)
}

// Write sends bytes and returns when the last one is in the port's hands.
func (uart *UART) Write(data []byte) (n int, err error) {
	for _, c := range data {
		uart.WriteByte(c)
	}
	return len(data), nil
}

// Read takes the bytes that have arrived, at most len(data).
func (uart *UART) Read(data []byte) (n int, err error) {
	uart.fetch()
	for n < len(data) {
		c, ok := uart.buffer.Get()
		if !ok {
			break
		}
		data[n] = c
		n++
	}
	return n, nil
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	uart.fetch()
	if c, ok := uart.buffer.Get(); ok {
		return c, nil
	}
	return 0, errNoByte
}

// Buffered is the number of bytes that have arrived.
func (uart *UART) Buffered() int {
	uart.fetch()
	return int(uart.buffer.Used())
}

// Receive adds a byte to those that have arrived, as the port's interrupt does; if there are too
// many, it is lost.
func (uart *UART) Receive(c byte) {
	uart.buffer.Put(c)
}

// fetch makes sure that the port's interrupt is on, so that a program that never reads does without
// its handler, and takes what the port holds: a few bytes may wait there for more.
func (uart *UART) fetch() {
	state := interrupt.Disable()
	if !uart.listening {
		uart.listening = true
		uart.listen()
	}
	uart.drain()
	interrupt.Restore(state)
}
