//go:build rp2040

package machine

import "device/rp"

const deviceName = "RP2040"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
	PinAnalog
	PinUART
)

// Configure makes the pin an input or output (RP2040 Datasheet, sections 2.19.2 and 2.19.4).
func (p Pin) Configure(config PinConfig) {
	if p > 29 {
		return
	}
	pad := uint32(rp.PADS_BANK0_IE | rp.PADS_BANK0_DRIVE_4M | rp.PADS_BANK0_SCHMITT)
	function := uint32(rp.IO_BANK0_FUNCSEL_SIO)
	bit := uint32(1) << p
	rp.SIO.GPIO_OE_CLR.Set(bit)
	switch config.Mode {
	case PinOutput:
		rp.SIO.GPIO_OUT_CLR.Set(bit)
		rp.SIO.GPIO_OE_SET.Set(bit)
	case PinInputPullup:
		pad |= rp.PADS_BANK0_PUE
	case PinInputPulldown:
		pad |= rp.PADS_BANK0_PDE
	case PinAnalog:
		pad = rp.PADS_BANK0_OD
		function = rp.IO_BANK0_FUNCSEL_NULL
	case PinUART:
		function = rp.IO_BANK0_FUNCSEL_UART
	}
	rp.PADS_BANK0.GPIO[p].Set(pad)
	rp.IO_BANK0.GPIO[p].CTRL.Set(function)
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	if high {
		rp.SIO.GPIO_OUT_SET.Set(1 << (p & 31))
	} else {
		rp.SIO.GPIO_OUT_CLR.Set(1 << (p & 31))
	}
}

// Get is the level at the pin.
func (p Pin) Get() bool {
	return rp.SIO.GPIO_IN.HasBits(1 << (p & 31))
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	return &rp.SIO.GPIO_OUT_SET.Reg, 1 << (p & 31)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	return &rp.SIO.GPIO_OUT_CLR.Reg, 1 << (p & 31)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 125000000
}

// UART is a serial port (PL011; RP2040 Datasheet, section 4.2).
type UART struct {
	Bus *rp.UART_Type
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: rp.UART0}
	UART1  = &_UART1
	_UART1 = UART{Bus: rp.UART1}
)

// Configure starts the port.
func (uart *UART) Configure(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = UART0_TX_PIN, UART0_RX_PIN
		if uart.Bus == rp.UART1 {
			config.TX, config.RX = UART1_TX_PIN, UART1_RX_PIN
		}
	}
	reset := uint32(rp.RESETS_RESET_UART0)
	if uart.Bus == rp.UART1 {
		reset = rp.RESETS_RESET_UART1
	}
	rp.RESETS.RESET.SetBits(reset)
	rp.RESETS.RESET.ClearBits(reset)
	for !rp.RESETS.RESET_DONE.HasBits(reset) {
	}
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	uart.SetBaudRate(config.BaudRate)
	uart.Bus.UARTLCR_H.Set(rp.UART_UARTLCR_H_8BIT | rp.UART_UARTLCR_H_FEN)
	uart.Bus.UARTCR.Set(rp.UART_UARTCR_UARTEN | rp.UART_UARTCR_TXE | rp.UART_UARTCR_RXE)
	config.TX.Configure(PinConfig{Mode: PinUART})
	config.RX.Configure(PinConfig{Mode: PinUART})
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The divider has 6 fractional bits (section 4.2.7.1).
	div := (8*CPUFrequency()/br + 1) / 2
	uart.Bus.UARTIBRD.Set(div >> 6)
	uart.Bus.UARTFBRD.Set(div & 63)
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	for uart.Bus.UARTFR.HasBits(rp.UART_UARTFR_TXFF) {
	}
	uart.Bus.UARTDR.Set(uint32(c))
	return nil
}

// Buffered is 1 if a byte has arrived, else 0.
func (uart *UART) Buffered() int {
	if uart.Bus.UARTFR.HasBits(rp.UART_UARTFR_RXFE) {
		return 0
	}
	return 1
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	return byte(uart.Bus.UARTDR.Get()), nil
}
