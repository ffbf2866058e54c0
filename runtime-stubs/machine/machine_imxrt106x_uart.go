//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
)

// UART is a serial port (IMXRT1060RM, "LPUART").
type UART struct {
	Bus       *nxp.LPUART_Type
	buffer    RingBuffer
	listening bool
}

// The ports by the chip's own numbers. Each is on one pair of pins: port 1 on GPIO_AD_B0_12 and
// GPIO_AD_B0_13, port 6 on GPIO_AD_B0_02 and GPIO_AD_B0_03.
var (
	_UART1 = UART{Bus: nxp.LPUART1}
	_UART6 = UART{Bus: nxp.LPUART6}
)

// uartClock is the crystal's (see the runtime's clock set-up).
const uartClock = 24000000

const uartFlowControl = false

// start starts the port without its interrupt.
func (uart *UART) start(config UARTConfig) error {
	const on, function = 3, 2
	tx, rx := PA0+12, PA0+13
	if uart.Bus == nxp.LPUART6 {
		tx, rx = PA0+2, PA0+3
	}
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = tx, rx
	}
	if config.TX != tx && config.TX != NoPin {
		return ErrInvalidOutputPin
	}
	if config.RX != rx && config.RX != NoPin {
		return ErrInvalidInputPin
	}
	if uart.Bus == nxp.LPUART6 {
		nxp.CCM.CCGR[3].SetBits(on << 6)
		// LPUART6_RX_SELECT_INPUT (0x550) and _TX_ (0x554): these pins.
		nxp.IOMUXC.SELECT_INPUT[(0x550-0x3f4)/4].Set(1)
		nxp.IOMUXC.SELECT_INPUT[(0x554-0x3f4)/4].Set(1)
	} else {
		nxp.CCM.CCGR[5].SetBits(on << 24)
	}
	config.TX.connect(function, padOutput)
	config.RX.connect(function, padOutput|nxp.IOMUXC_PAD_HYS|nxp.IOMUXC_PAD_PKE|nxp.IOMUXC_PAD_PUE|
		nxp.IOMUXC_PAD_PUS_22K_UP)
	uart.Bus.CTRL.Set(0)
	uart.SetBaudRate(config.BaudRate)
	uart.Bus.CTRL.Set(nxp.LPUART_CTRL_TE | nxp.LPUART_CTRL_RE)
	return nil
}

// SetBaudRate sets the speed in bits a second: of the numbers of samples in a bit, from 8 to 32, the
// one that comes nearest to it.
func (uart *UART) SetBaudRate(br uint32) {
	best, baud := ^uint32(0), uint32(0)
	for samples := uint32(32); samples >= 8; samples-- {
		divisor := (uartClock/samples + br/2) / br
		if divisor == 0 {
			continue
		}
		off := uartClock/(samples*divisor) - br
		if int32(off) < 0 {
			off = -off
		}
		if off < best {
			best, baud = off, (samples-1)<<nxp.LPUART_BAUD_OSR_Pos|divisor&0x1fff
		}
	}
	uart.Bus.BAUD.Set(baud)
}

// SetFormat sets the number of bits in a byte (8, or 7 with parity) and of bits after it (1, 2), and the
// parity.
func (uart *UART) SetFormat(dataBits, stopBits uint8, parity UARTParity) error {
	if dataBits < 7 || dataBits > 8 || stopBits < 1 || stopBits > 2 || parity > ParityOdd ||
		dataBits == 7 && parity == ParityNone {
		return errUARTFormat
	}
	const all = nxp.LPUART_CTRL_PT | nxp.LPUART_CTRL_PE | nxp.LPUART_CTRL_M
	format := uint32(0)
	if parity != ParityNone {
		format = nxp.LPUART_CTRL_PE
		if parity == ParityOdd {
			format |= nxp.LPUART_CTRL_PT
		}
		if dataBits == 8 {
			format |= nxp.LPUART_CTRL_M
		}
	}
	for !uart.Bus.STAT.HasBits(nxp.LPUART_STAT_TC) {
	}
	// Not while the port is on (LPUART_CTRL, LPUART_BAUD).
	control := uart.Bus.CTRL.Get()
	uart.Bus.CTRL.Set(0)
	if stopBits == 2 {
		uart.Bus.BAUD.SetBits(nxp.LPUART_BAUD_SBNS)
	} else {
		uart.Bus.BAUD.ClearBits(nxp.LPUART_BAUD_SBNS)
	}
	uart.Bus.CTRL.Set(control&^all | format)
	return nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	for !uart.Bus.STAT.HasBits(nxp.LPUART_STAT_TDRE) {
	}
	uart.Bus.DATA.Set(uint32(c))
	return nil
}

// listen turns the port's interrupt on.
func (uart *UART) listen() {
	uart.Bus.CTRL.SetBits(nxp.LPUART_CTRL_RIE)
	if uart.Bus == nxp.LPUART6 {
		interrupt.New(nxp.IRQ_LPUART6, func(interrupt.Interrupt) { _UART6.drain() }).Enable()
	} else {
		interrupt.New(nxp.IRQ_LPUART1, func(interrupt.Interrupt) { _UART1.drain() }).Enable()
	}
}

// drain takes the byte that the port holds, if any, which ends its interrupt. An overrun stops the
// port until it is taken back. The bit of the parity comes with the byte.
func (uart *UART) drain() {
	data := byte(0xff)
	if uart.Bus.CTRL.Get()&(nxp.LPUART_CTRL_PE|nxp.LPUART_CTRL_M) == nxp.LPUART_CTRL_PE {
		data = 0x7f
	}
	for uart.Bus.STAT.HasBits(nxp.LPUART_STAT_RDRF | nxp.LPUART_STAT_OR) {
		if uart.Bus.STAT.HasBits(nxp.LPUART_STAT_OR) {
			uart.Bus.STAT.Set(nxp.LPUART_STAT_OR)
		}
		if uart.Bus.STAT.HasBits(nxp.LPUART_STAT_RDRF) {
			uart.Receive(byte(uart.Bus.DATA.Get()) & data)
		}
	}
}
