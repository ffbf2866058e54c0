package main

import (
	"machine"
	"runtime/interrupt"
	"runtime/volatile"
)

// What drivers written for TinyGo take for granted.

var (
	_ machine.NullSerial
	_ machine.Serialer
	_ = machine.ErrInvalidOutputPin
)

type serial interface {
	Configure(machine.UARTConfig) error
	Read([]byte) (int, error)
	Write([]byte) (int, error)
	Buffered() int
}

type output interface{ Set(bool) }

var count volatile.Register8

func main() {
	var port serial = machine.DefaultUART
	port.Configure(machine.UARTConfig{BaudRate: 9600, RX: machine.NoPin, TX: machine.UART_TX_PIN})
	machine.DefaultUART.SetFormat(8, 1, machine.ParityNone)
	port.Write([]byte(machine.Device))

	// A pin that is not connected can be used like any other.
	for _, pin := range [...]output{machine.NoPin, machine.UART_TX_PIN} {
		if pin, ok := pin.(machine.Pin); ok {
			pin.Configure(machine.PinConfig{Mode: machine.PinOutput})
		}
		pin.Set(count.Get() > 0)
	}

	// Bits by hand, without interrupts.
	set, bit := machine.UART_TX_PIN.PortMaskSet()
	clear, other := machine.UART_TX_PIN.PortMaskClear()
	state := interrupt.Disable()
	volatile.StoreUint32(set, bit)
	volatile.StoreUint32(clear, other)
	interrupt.Restore(state)

	machine.SPI0.Configure(machine.SPIConfig{Frequency: 8 * machine.MHz, SDI: machine.NoPin})
	machine.I2C0.Configure(machine.I2CConfig{Frequency: 400 * machine.KHz})
	machine.I2C0.WriteRegister(0x3c, 0x40, make([]byte, 1024))
}
