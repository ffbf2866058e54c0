//go:build stm32f4

package machine

import (
	"device/stm32"
	"runtime/interrupt"
)

// UART is a serial port (RM0090, chapter 30).
type UART struct {
	Bus       *stm32.USART_Type
	buffer    RingBuffer
	listening bool
	tx, rx    Pin
}

// The ports by the chip's own numbers, with the pins that they have if no others are given. Boards
// give them the numbers of TinyGo's boards: UART1 is the first port of the board.
var (
	USART1  = &_USART1
	_USART1 = UART{Bus: stm32.USART1, tx: PB6, rx: PB7}
	USART2  = &_USART2
	_USART2 = UART{Bus: stm32.USART2, tx: PA2, rx: PA3}
	USART3  = &_USART3
	_USART3 = UART{Bus: stm32.USART3, tx: PB10, rx: PB11}
	USART6  = &_USART6
	_USART6 = UART{Bus: stm32.USART6, tx: PC6, rx: PC7}
)

const uartFlowControl = false

// start starts the port without its interrupt.
func (uart *UART) start(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = uart.tx, uart.rx
	}
	function := uint32(functionUART1)
	switch uart.Bus {
	case stm32.USART1:
		stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_USART1EN)
	case stm32.USART2:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_USART2EN)
	case stm32.USART3:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_USART3EN)
	default:
		stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_USART6EN)
		function = functionUART6
	}
	const pullUp = 1
	config.TX.connect(function, pullUp, false)
	config.RX.connect(function, pullUp, false)
	uart.SetBaudRate(config.BaudRate)
	uart.Bus.CR1.Set(stm32.USART_CR1_UE | stm32.USART_CR1_TE | stm32.USART_CR1_RE)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	clock := clockAPB1()
	if uart.Bus == stm32.USART1 || uart.Bus == stm32.USART6 {
		clock = clockAPB2()
	}
	uart.Bus.BRR.Set((clock + br/2) / br)
}

// SetFormat sets the number of bits in a byte (7 or 8, 7 with parity only) and of bits after it (1,
// 2), and the parity.
func (uart *UART) SetFormat(dataBits, stopBits uint8, parity UARTParity) error {
	if dataBits > 8 || stopBits < 1 || stopBits > 2 || parity > ParityOdd ||
		dataBits < 7 || dataBits == 7 && parity == ParityNone {
		return errUARTFormat
	}
	const format = stm32.USART_CR1_M | stm32.USART_CR1_PCE | stm32.USART_CR1_PS
	control, stop := uart.Bus.CR1.Get()&^format, uint32(0)
	if parity != ParityNone {
		control |= stm32.USART_CR1_PCE
		if parity == ParityOdd {
			control |= stm32.USART_CR1_PS
		}
		if dataBits == 8 {
			control |= stm32.USART_CR1_M
		}
	}
	if stopBits == 2 {
		stop = stm32.USART_CR2_STOP_2
	}
	// Not in the middle of a byte.
	for !uart.Bus.SR.HasBits(stm32.USART_SR_TC) {
	}
	uart.Bus.CR2.Set(stop)
	uart.Bus.CR1.Set(control)
	return nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	for !uart.Bus.SR.HasBits(stm32.USART_SR_TXE) {
	}
	uart.Bus.DR.Set(uint32(c))
	return nil
}

// listen turns the port's interrupt on.
func (uart *UART) listen() {
	uart.Bus.CR1.SetBits(stm32.USART_CR1_RXNEIE)
	switch uart.Bus {
	case stm32.USART1:
		interrupt.New(stm32.IRQ_USART1, func(interrupt.Interrupt) { _USART1.drain() }).Enable()
	case stm32.USART2:
		interrupt.New(stm32.IRQ_USART2, func(interrupt.Interrupt) { _USART2.drain() }).Enable()
	case stm32.USART3:
		interrupt.New(stm32.IRQ_USART3, func(interrupt.Interrupt) { _USART3.drain() }).Enable()
	default:
		interrupt.New(stm32.IRQ_USART6, func(interrupt.Interrupt) { _USART6.drain() }).Enable()
	}
}

// drain takes the byte that the port holds, if any, which ends its interrupt. Reading status and
// data takes back an overrun, too. The bit of the parity comes with the byte.
func (uart *UART) drain() {
	data := byte(0xff)
	if uart.Bus.CR1.Get()&(stm32.USART_CR1_PCE|stm32.USART_CR1_M) == stm32.USART_CR1_PCE {
		data = 0x7f
	}
	for uart.Bus.SR.HasBits(stm32.USART_SR_RXNE | stm32.USART_SR_ORE) {
		uart.Receive(byte(uart.Bus.DR.Get()) & data)
	}
}
