// Blinks with a period of 10 ms and says hello: for simulators, which are slow.
package main

import (
	"machine"
	"time"
)

func main() {
	println("hello world!")
	led := machine.LED
	led.Configure(machine.PinConfig{Mode: machine.PinOutput})
	for {
		led.High()
		time.Sleep(5 * time.Millisecond)
		led.Low()
		time.Sleep(5 * time.Millisecond)
	}
}
