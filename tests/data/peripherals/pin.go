package main

import (
	"machine"
	"time"
)

var changes = make(chan bool, 4)

func main() {
	machine.BUTTON.Configure(machine.PinConfig{Mode: machine.PinInput})
	err := machine.BUTTON.SetInterrupt(machine.PinToggle, func(p machine.Pin) {
		select {
		case changes <- p.Get():
		default:
		}
	})
	println("ready", err == nil)
	for i := 0; i < 3; i++ {
		println("now", <-changes)
	}
	machine.BUTTON.SetInterrupt(0, nil)
	println("off")
	for len(changes) == 0 {
		time.Sleep(time.Microsecond)
	}
	println("still on")
}
