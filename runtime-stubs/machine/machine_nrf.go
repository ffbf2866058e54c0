//go:build nrf

package machine

import "device/nrf"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
)

// Configure makes the pin an input or output (register PIN_CNF).
func (p Pin) Configure(config PinConfig) {
	var cnf uint32
	switch config.Mode {
	case PinOutput:
		cnf = nrf.GPIO_PIN_CNF_DIR_Output | nrf.GPIO_PIN_CNF_INPUT_Disconnect
	case PinInputPullup:
		cnf = nrf.GPIO_PIN_CNF_PULL_Pullup
	case PinInputPulldown:
		cnf = nrf.GPIO_PIN_CNF_PULL_Pulldown
	}
	port, n := p.port()
	port.PIN_CNF[n].Set(cnf)
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	port, n := p.port()
	if high {
		port.OUTSET.Set(1 << n)
	} else {
		port.OUTCLR.Set(1 << n)
	}
}

// Get is the level at an input pin; for an output, what was set.
func (p Pin) Get() bool {
	port, n := p.port()
	if port.DIR.HasBits(1 << n) {
		return port.OUT.HasBits(1 << n)
	}
	return port.IN.HasBits(1 << n)
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	port, n := p.port()
	return &port.OUTSET.Reg, 1 << n
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	port, n := p.port()
	return &port.OUTCLR.Reg, 1 << n
}

// UART is a serial port.
type UART struct {
	Bus *nrf.UART_Type
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: nrf.UART0}
)

// Serial is the board's console.
var Serial = UART0

// Configure starts the port.
func (uart *UART) Configure(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = UART_TX_PIN, UART_RX_PIN
	}
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	config.TX.High()
	config.TX.Configure(PinConfig{Mode: PinOutput})
	config.RX.Configure(PinConfig{Mode: PinInputPullup})
	bus := uart.Bus
	bus.PSELTXD.Set(uint32(config.TX))
	bus.PSELRXD.Set(uint32(config.RX))
	uart.SetBaudRate(config.BaudRate)
	bus.ENABLE.Set(nrf.UART_ENABLE_Enabled)
	bus.TASKS_STARTTX.Set(1)
	bus.TASKS_STARTRX.Set(1)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The register counts in units of 16 MHz / 2^32; only bits 12 and up are used.
	const step = 1 << 32 / 16000000
	uart.Bus.BAUDRATE.Set((br*step + 0x800) &^ 0xfff)
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	uart.Bus.EVENTS_TXDRDY.Set(0)
	uart.Bus.TXD.Set(uint32(c))
	for uart.Bus.EVENTS_TXDRDY.Get() == 0 {
	}
	return nil
}

// Buffered is 1 if a byte has arrived, else 0.
func (uart *UART) Buffered() int {
	return int(uart.Bus.EVENTS_RXDRDY.Get())
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	uart.Bus.EVENTS_RXDRDY.Set(0)
	return byte(uart.Bus.RXD.Get()), nil
}
