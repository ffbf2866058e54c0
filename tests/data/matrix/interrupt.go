package main

import "machine"

var presses = make(chan struct{}, 1)

func main() {
	machine.BUTTON.Configure(machine.PinConfig{Mode: machine.PinInputPullup})
	machine.BUTTON.SetInterrupt(machine.PinFalling, func(machine.Pin) {
		select {
		case presses <- struct{}{}:
		default:
		}
	})
	for range presses {
		println("pressed")
	}
}
