// The level of an input is that of its resistor, which comes and goes.
package main

import (
	"device/sifive"
	"machine"
	"time"
)

func main() {
	pin := machine.P09
	pin.Configure(machine.PinConfig{Mode: machine.PinInput})
	err := pin.SetInterrupt(machine.PinToggle, func(p machine.Pin) { println("now", p == machine.P09, p.Get()) })
	println("ready", err == nil)
	for i := 0; i < 4; i++ {
		sifive.GPIO0.PUE.SetBits(1 << pin)
		time.Sleep(time.Millisecond)
		sifive.GPIO0.PUE.ClearBits(1 << pin)
		time.Sleep(time.Millisecond)
		switch i {
		case 0:
			pin.SetInterrupt(machine.PinRising, func(machine.Pin) { println("rising") })
		case 1:
			pin.SetInterrupt(machine.PinFalling, func(machine.Pin) { println("falling") })
		case 2:
			pin.SetInterrupt(0, nil)
		}
	}
	println("off", machine.P06.SetInterrupt(machine.PinRising, func(machine.Pin) {}) != nil)
}
