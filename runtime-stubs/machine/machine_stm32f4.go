//go:build stm32f4

package machine

import (
	"device/stm32"
	"unsafe"
)

const deviceName = "STM32F4"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputFloating         = PinInput
	PinInputPulldown PinMode = iota
	PinInputPullup
	PinAnalog
	// PinModeUARTTX and PinModeUARTRX connect the pin to alternate function 7 (USART1 to 3).
	PinModeUARTTX
	PinModeUARTRX
)

// Pins are numbered 16 to a port.
const (
	PA0 Pin = iota
	PA1
	PA2
	PA3
	PA4
	PA5
	PA6
	PA7
	PA8
	PA9
	PA10
	PA11
	PA12
	PA13
	PA14
	PA15
	PB0
	PB1
	PB2
	PB3
	PB4
	PB5
	PB6
	PB7
	PB8
	PB9
	PB10
	PB11
	PB12
	PB13
	PB14
	PB15
	PC0
	PC1
	PC2
	PC3
	PC4
	PC5
	PC6
	PC7
	PC8
	PC9
	PC10
	PC11
	PC12
	PC13
	PC14
	PC15
	PD0
	PD1
	PD2
	PD3
	PD4
	PD5
	PD6
	PD7
	PD8
	PD9
	PD10
	PD11
	PD12
	PD13
	PD14
	PD15
	PE0
	PE1
	PE2
	PE3
	PE4
	PE5
	PE6
	PE7
	PE8
	PE9
	PE10
	PE11
	PE12
	PE13
	PE14
	PE15
)

// port is the registers of the pin's port (RM0090, section 2.3: ports are 0x400 apart).
func (p Pin) port() *stm32.GPIO_Type {
	return (*stm32.GPIO_Type)(unsafe.Pointer(uintptr(0x40020000) + uintptr(p>>4)*0x400))
}

// Configure makes the pin an input, output or serial line (RM0090, section 8.3).
func (p Pin) Configure(config PinConfig) {
	if p > PE15 {
		return
	}
	stm32.RCC.AHB1ENR.SetBits(1 << (p >> 4))
	port := p.port()
	n := uint8(p & 15)
	var mode, pull uint32
	switch config.Mode {
	case PinOutput:
		mode = 1
	case PinInputPullup:
		pull = 1
	case PinInputPulldown:
		pull = 2
	case PinAnalog:
		mode = 3
	case PinModeUARTTX, PinModeUARTRX:
		mode, pull = 2, 1
		const usart = 7
		if n < 8 {
			port.AFRL.ReplaceBits(usart, 0xf, n*4)
		} else {
			port.AFRH.ReplaceBits(usart, 0xf, (n-8)*4)
		}
	}
	port.OSPEEDR.ReplaceBits(2, 3, n*2)
	port.PUPDR.ReplaceBits(pull, 3, n*2)
	port.MODER.ReplaceBits(mode, 3, n*2)
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	bit := uint32(1) << (p & 15)
	if !high {
		bit <<= 16
	}
	p.port().BSRR.Set(bit)
}

// Get is the level at the pin.
func (p Pin) Get() bool {
	return p.port().IDR.HasBits(1 << (p & 15))
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	return &p.port().BSRR.Reg, 1 << (p & 15)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	return &p.port().BSRR.Reg, 1 << (p&15 + 16)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 168000000
}

// UART is a serial port (RM0090, chapter 30).
type UART struct {
	Bus *stm32.USART_Type
}

var (
	UART1  = &_UART1
	_UART1 = UART{Bus: stm32.USART1}
	UART2  = &_UART2
	_UART2 = UART{Bus: stm32.USART2}
)

// Configure starts the port.
func (uart *UART) Configure(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = UART_TX_PIN, UART_RX_PIN
	}
	if uart.Bus == stm32.USART1 {
		stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_USART1EN)
	} else {
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_USART2EN)
	}
	config.TX.Configure(PinConfig{Mode: PinModeUARTTX})
	config.RX.Configure(PinConfig{Mode: PinModeUARTRX})
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	uart.SetBaudRate(config.BaudRate)
	uart.Bus.CR1.Set(stm32.USART_CR1_UE | stm32.USART_CR1_TE | stm32.USART_CR1_RE)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// APB1 runs at a quarter of the processor's clock, APB2 at a half (see runtime's clock set-up).
	clock := CPUFrequency() / 4
	if uart.Bus == stm32.USART1 {
		clock = CPUFrequency() / 2
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

// Buffered is 1 if a byte has arrived, else 0.
func (uart *UART) Buffered() int {
	if uart.Bus.SR.HasBits(stm32.USART_SR_RXNE) {
		return 1
	}
	return 0
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	return byte(uart.Bus.DR.Get()), nil
}
