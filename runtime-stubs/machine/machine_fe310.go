//go:build fe310

package machine

import (
	"device/sifive"
	"runtime/interrupt"
)

const deviceName = "FE310"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	pinFunction0
	pinFunction1

	// Other names of the lines of peripherals.
	PinSPI = pinFunction0
	PinI2C = pinFunction0
	PinPWM = pinFunction1
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

// Configure makes the pin an input, output or line of a peripheral (FE310-G002 Manual, chapter 17).
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
	case pinFunction1:
		sifive.GPIO0.IOF_SEL.SetBits(bit)
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

// PortMaskSet is the register and the value to write to it that make the pin high; the value has the
// other outputs, too, as they are now.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	port := &sifive.GPIO0.OUTPUT_VAL
	return &port.Reg, port.Get() | 1<<(p&31)
}

// PortMaskClear is the register and the value to write to it that make the pin low; the value has the
// other outputs, too, as they are now.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	port := &sifive.GPIO0.OUTPUT_VAL
	return &port.Reg, port.Get() &^ (1 << (p & 31))
}

// CPUFrequency is the processor's clock in Hz, and that of the peripherals.
func CPUFrequency() uint32 {
	return 320000000
}

// UART is a serial port (chapter 18).
type UART struct {
	Bus       *sifive.UART_Type
	buffer    RingBuffer
	listening bool
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: sifive.UART0}
)

// Serial is the board's console.
var Serial = UART0

const uartFlowControl = false

// start starts the port without its interrupt. It has no other pins than its own.
func (uart *UART) start(config UARTConfig) error {
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

// SetFormat sets the number of bits after a byte (1, 2); a byte has 8 bits and no parity.
func (uart *UART) SetFormat(dataBits, stopBits uint8, parity UARTParity) error {
	if dataBits != 8 || stopBits < 1 || stopBits > 2 || parity != ParityNone {
		return errUARTFormat
	}
	const twoStopBits = 1 << 1
	uart.Bus.TXCTRL.ReplaceBits(uint32(stopBits-1)*twoStopBits, twoStopBits, 0)
	return nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	const full = 1 << 31
	for uart.Bus.TXDATA.HasBits(full) {
	}
	uart.Bus.TXDATA.Set(uint32(c))
	return nil
}

// listen turns the port's interrupt on.
func (uart *UART) listen() {
	const receive = 1 << 1
	uart.Bus.IE.Set(receive)
	interrupt.New(irqUART0, func(interrupt.Interrupt) { _UART0.drain() }).Enable()
}

// drain takes all bytes that the port holds, which ends its interrupt. Reading the register takes
// a byte, and the sign bit says that there was none.
func (uart *UART) drain() {
	for {
		c := int32(uart.Bus.RXDATA.Get())
		if c < 0 {
			return
		}
		uart.Receive(byte(c))
	}
}

// Numbers of interrupts (chapter 10): that of pin n is irqGPIO0 + n.
const (
	irqUART0 = 3
	irqGPIO0 = 8
)

var pinCallbacks [32]func(Pin)

// SetInterrupt has callback called, in the interrupt, at each such change of the pin's level; a nil
// callback ends that (chapter 17.6). The pins that the chip's package has can do it.
func (p Pin) SetInterrupt(change PinChange, callback func(Pin)) error {
	irq, ok := p.interrupt()
	if !ok {
		return ErrNoPinChangeChannel
	}
	bit := uint32(1) << p
	state := interrupt.Disable()
	sifive.GPIO0.RISE_IE.ClearBits(bit)
	sifive.GPIO0.FALL_IE.ClearBits(bit)
	pinCallbacks[p] = callback
	if callback != nil {
		// What happened before does not count.
		sifive.GPIO0.RISE_IP.Set(bit)
		sifive.GPIO0.FALL_IP.Set(bit)
		if change&PinRising != 0 {
			sifive.GPIO0.RISE_IE.SetBits(bit)
		}
		if change&PinFalling != 0 {
			sifive.GPIO0.FALL_IE.SetBits(bit)
		}
		irq.Enable()
	}
	interrupt.Restore(state)
	return nil
}

// interrupt is the pin's own interrupt.
func (p Pin) interrupt() (irq interrupt.Interrupt, ok bool) {
	switch p {
	case 0:
		return interrupt.New(irqGPIO0+0, pinChanged), true
	case 1:
		return interrupt.New(irqGPIO0+1, pinChanged), true
	case 2:
		return interrupt.New(irqGPIO0+2, pinChanged), true
	case 3:
		return interrupt.New(irqGPIO0+3, pinChanged), true
	case 4:
		return interrupt.New(irqGPIO0+4, pinChanged), true
	case 5:
		return interrupt.New(irqGPIO0+5, pinChanged), true
	case 9:
		return interrupt.New(irqGPIO0+9, pinChanged), true
	case 10:
		return interrupt.New(irqGPIO0+10, pinChanged), true
	case 11:
		return interrupt.New(irqGPIO0+11, pinChanged), true
	case 12:
		return interrupt.New(irqGPIO0+12, pinChanged), true
	case 13:
		return interrupt.New(irqGPIO0+13, pinChanged), true
	case 16:
		return interrupt.New(irqGPIO0+16, pinChanged), true
	case 17:
		return interrupt.New(irqGPIO0+17, pinChanged), true
	case 18:
		return interrupt.New(irqGPIO0+18, pinChanged), true
	case 19:
		return interrupt.New(irqGPIO0+19, pinChanged), true
	case 20:
		return interrupt.New(irqGPIO0+20, pinChanged), true
	case 21:
		return interrupt.New(irqGPIO0+21, pinChanged), true
	case 22:
		return interrupt.New(irqGPIO0+22, pinChanged), true
	case 23:
		return interrupt.New(irqGPIO0+23, pinChanged), true
	}
	return irq, false
}

func pinChanged(irq interrupt.Interrupt) {
	p := Pin(irq.Number() - irqGPIO0)
	gpio := sifive.GPIO0
	// The interrupt comes once more where the controller of interrupts keeps a change of its line.
	changed := gpio.RISE_IP.Get()&gpio.RISE_IE.Get() | gpio.FALL_IP.Get()&gpio.FALL_IE.Get()
	gpio.RISE_IP.Set(1 << p)
	gpio.FALL_IP.Set(1 << p)
	if changed>>p&1 != 0 && pinCallbacks[p] != nil {
		pinCallbacks[p](p)
	}
}
