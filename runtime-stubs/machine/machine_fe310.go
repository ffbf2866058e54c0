//go:build fe310

package machine

import "device/sifive"

const deviceName = "FE310"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	pinFunction0
)

// The pins of the chip.
const (
	P00 Pin = iota
	P01
	P02
	P03
	P04
	P05
	P06
	P07
	P08
	P09
	P10
	P11
	P12
	P13
	P14
	P15
	P16
	P17
	P18
	P19
	P20
	P21
	P22
	P23
	P24
	P25
	P26
	P27
	P28
	P29
	P30
	P31
)

// Configure makes the pin an input, output or serial line (FE310-G002 Manual, chapter 17).
func (p Pin) Configure(config PinConfig) {
	bit := uint32(1) << (p & 31)
	sifive.GPIO0.IOF_EN.ClearBits(bit)
	sifive.GPIO0.INPUT_EN.ClearBits(bit)
	sifive.GPIO0.OUTPUT_EN.ClearBits(bit)
	sifive.GPIO0.PUE.ClearBits(bit)
	switch config.Mode {
	case PinOutput:
		sifive.GPIO0.OUTPUT_EN.SetBits(bit)
	case PinInput:
		sifive.GPIO0.INPUT_EN.SetBits(bit)
	case PinInputPullup:
		sifive.GPIO0.PUE.SetBits(bit)
		sifive.GPIO0.INPUT_EN.SetBits(bit)
	case pinFunction0:
		sifive.GPIO0.IOF_SEL.ClearBits(bit)
		sifive.GPIO0.IOF_EN.SetBits(bit)
	}
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	bit := uint32(1) << (p & 31)
	if high {
		sifive.GPIO0.OUTPUT_VAL.SetBits(bit)
	} else {
		sifive.GPIO0.OUTPUT_VAL.ClearBits(bit)
	}
}

// Get is the level at an input pin; for an output, what was set.
func (p Pin) Get() bool {
	bit := uint32(1) << (p & 31)
	if sifive.GPIO0.OUTPUT_EN.HasBits(bit) {
		return sifive.GPIO0.OUTPUT_VAL.HasBits(bit)
	}
	return sifive.GPIO0.INPUT_VAL.HasBits(bit)
}

// CPUFrequency is the processor's clock in Hz: the external crystal.
func CPUFrequency() uint32 {
	return 16000000
}

// UART is a serial port (chapter 18).
type UART struct {
	Bus      *sifive.UART_Type
	received int32
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: sifive.UART0, received: -1}
)

// Serial is the board's console.
var Serial = UART0

// Configure starts the port.
func (uart *UART) Configure(config UARTConfig) error {
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	UART_TX_PIN.Configure(PinConfig{Mode: pinFunction0})
	UART_RX_PIN.Configure(PinConfig{Mode: pinFunction0})
	uart.SetBaudRate(config.BaudRate)
	uart.Bus.TXCTRL.Set(1)
	uart.Bus.RXCTRL.Set(1)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	uart.Bus.DIV.Set((CPUFrequency()+br/2)/br - 1)
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	const full = 1 << 31
	for uart.Bus.TXDATA.HasBits(full) {
	}
	uart.Bus.TXDATA.Set(uint32(c))
	return nil
}

// Buffered is 1 if a byte has arrived, else 0.
func (uart *UART) Buffered() int {
	if uart.received < 0 {
		// Reading the register takes the byte, and its sign bit says that there was none.
		uart.received = int32(uart.Bus.RXDATA.Get())
	}
	if uart.received < 0 {
		return 0
	}
	return 1
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	c := byte(uart.received)
	uart.received = -1
	return c, nil
}
