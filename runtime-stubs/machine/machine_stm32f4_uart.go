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
}

// The ports have the chip's own numbers.
var (
	UART1  = &_UART1
	_UART1 = UART{Bus: stm32.USART1}
	UART2  = &_UART2
	_UART2 = UART{Bus: stm32.USART2}
	UART3  = &_UART3
	_UART3 = UART{Bus: stm32.USART3}
	UART6  = &_UART6
	_UART6 = UART{Bus: stm32.USART6}
)

// start starts the port without its interrupt. Its pins are the console's unless others are given.
func (uart *UART) start(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = UART_TX_PIN, UART_RX_PIN
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
		interrupt.New(stm32.IRQ_USART1, func(interrupt.Interrupt) { _UART1.drain() }).Enable()
	case stm32.USART2:
		interrupt.New(stm32.IRQ_USART2, func(interrupt.Interrupt) { _UART2.drain() }).Enable()
	case stm32.USART3:
		interrupt.New(stm32.IRQ_USART3, func(interrupt.Interrupt) { _UART3.drain() }).Enable()
	default:
		interrupt.New(stm32.IRQ_USART6, func(interrupt.Interrupt) { _UART6.drain() }).Enable()
	}
}

// drain takes the byte that the port holds, if any, which ends its interrupt. Reading status and
// data takes back an overrun, too.
func (uart *UART) drain() {
	for uart.Bus.SR.HasBits(stm32.USART_SR_RXNE | stm32.USART_SR_ORE) {
		uart.Receive(byte(uart.Bus.DR.Get()))
	}
}
