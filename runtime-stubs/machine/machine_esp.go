//go:build esp32c3 || esp32s3

package machine

import "device/esp"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
)

// UART is a serial port (chapter 26 of both manuals).
type UART struct {
	Bus *esp.UART_Type
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: esp.UART0}
)

// Serial is the board's console.
var Serial = UART0

// Configure starts the port. UART0 is on its own pins from reset on, and other pins are not
// supported for it.
func (uart *UART) Configure(config UARTConfig) error {
	if config.TX != 0 && config.TX != UART_TX_PIN {
		return ErrInvalidOutputPin
	}
	if config.RX != 0 && config.RX != UART_RX_PIN {
		return ErrInvalidInputPin
	}
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	uart.SetBaudRate(config.BaudRate)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The port is clocked from APB; the divider has 4 fractional bits from bit 20 on.
	const apb = 80000000
	div := apb * 16 / br
	const sourceAPB, sclkEnable, txEnable, rxEnable = 1 << 20, 1 << 22, 1 << 24, 1 << 25
	uart.Bus.CLK_CONF.Set(sourceAPB | sclkEnable | txEnable | rxEnable)
	uart.Bus.CLKDIV.Set(div>>4 | div&15<<20)
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	const fifo = 128
	for uart.Bus.STATUS.Get()>>16&0x3ff >= fifo-1 {
	}
	uart.Bus.FIFO.Set(uint32(c))
	return nil
}

// Buffered is the number of bytes that have arrived.
func (uart *UART) Buffered() int {
	return int(uart.Bus.STATUS.Get() & 0x3ff)
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	return byte(uart.Bus.FIFO.Get()), nil
}
