package main

import (
	"machine"
	"time"
)

func main() {
	machine.LED.Configure(machine.PinConfig{Mode: machine.PinOutput})
	for {
		machine.LED.High()
		time.Sleep(500 * time.Millisecond)
		machine.LED.Low()
		time.Sleep(500 * time.Millisecond)
	}
}
