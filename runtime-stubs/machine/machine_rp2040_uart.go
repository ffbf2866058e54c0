//go:build rp2040

package machine

import (
	"device/rp"
	"runtime/interrupt"
)

// UART is a serial port (PL011; RP2040 Datasheet, section 4.2).
type UART struct {
	Bus       *rp.UART_Type
	buffer    RingBuffer
	listening bool
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: rp.UART0}
	UART1  = &_UART1
	_UART1 = UART{Bus: rp.UART1}
)

const uartFlowControl = true

// start starts the port without its interrupt.
func (uart *UART) start(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = UART0_TX_PIN, UART0_RX_PIN
		if uart.Bus == rp.UART1 {
			config.TX, config.RX = UART1_TX_PIN, UART1_RX_PIN
		}
	}
	if uart.Bus == rp.UART1 {
		restart(rp.RESETS_RESET_UART1)
	} else {
		restart(rp.RESETS_RESET_UART0)
	}
	uart.Bus.UARTLCR_H.Set(rp.UART_UARTLCR_H_8BIT | rp.UART_UARTLCR_H_FEN)
	uart.SetBaudRate(config.BaudRate)
	control := uint32(rp.UART_UARTCR_UARTEN | rp.UART_UARTCR_TXE | rp.UART_UARTCR_RXE)
	if config.RTS.connected() {
		control |= rp.UART_UARTCR_RTSEN
		config.RTS.Configure(PinConfig{Mode: PinUART})
	}
	if config.CTS.connected() {
		control |= rp.UART_UARTCR_CTSEN
		config.CTS.Configure(PinConfig{Mode: PinUART})
	}
	uart.Bus.UARTCR.Set(control)
	config.TX.Configure(PinConfig{Mode: PinUART})
	config.RX.Configure(PinConfig{Mode: PinUART})
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The divider has 6 fractional bits (section 4.2.7.1); it takes effect when the line control
	// register is written.
	div := (8*CPUFrequency()/br + 1) / 2
	uart.Bus.UARTIBRD.Set(div >> 6)
	uart.Bus.UARTFBRD.Set(div & 63)
	uart.Bus.UARTLCR_H.Set(uart.Bus.UARTLCR_H.Get())
}

// SetFormat sets the number of bits in a byte (5 to 8) and of bits after it (1, 2), and the parity.
func (uart *UART) SetFormat(dataBits, stopBits uint8, parity UARTParity) error {
	if dataBits < 5 || dataBits > 8 || stopBits < 1 || stopBits > 2 || parity > ParityOdd {
		return errUARTFormat
	}
	line := uint32(dataBits-5)<<rp.UART_UARTLCR_H_WLEN_Pos | rp.UART_UARTLCR_H_FEN
	if stopBits == 2 {
		line |= rp.UART_UARTLCR_H_STP2
	}
	switch parity {
	case ParityEven:
		line |= rp.UART_UARTLCR_H_PEN | rp.UART_UARTLCR_H_EPS
	case ParityOdd:
		line |= rp.UART_UARTLCR_H_PEN
	}
	// Not while the port is on or sends (section 4.2.7, UARTLCR_H).
	for uart.Bus.UARTFR.HasBits(rp.UART_UARTFR_BUSY) {
	}
	control := uart.Bus.UARTCR.Get()
	uart.Bus.UARTCR.Set(0)
	uart.Bus.UARTLCR_H.Set(line)
	uart.Bus.UARTCR.Set(control)
	return nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	for uart.Bus.UARTFR.HasBits(rp.UART_UARTFR_TXFF) {
	}
	uart.Bus.UARTDR.Set(uint32(c))
	return nil
}

// listen turns the port's interrupt on: for four bytes, or fewer and then a pause.
func (uart *UART) listen() {
	uart.Bus.UARTIFLS.Set(0)
	uart.Bus.UARTIMSC.Set(rp.UART_UARTIMSC_RXIM | rp.UART_UARTIMSC_RTIM)
	if uart.Bus == rp.UART1 {
		interrupt.New(rp.IRQ_UART1, func(interrupt.Interrupt) { _UART1.drain() }).Enable()
	} else {
		interrupt.New(rp.IRQ_UART0, func(interrupt.Interrupt) { _UART0.drain() }).Enable()
	}
}

// drain takes all bytes that the port holds, which ends its interrupt.
func (uart *UART) drain() {
	for !uart.Bus.UARTFR.HasBits(rp.UART_UARTFR_RXFE) {
		uart.Receive(byte(uart.Bus.UARTDR.Get()))
	}
}
