package main

import (
	"machine"
	"time"
)

func main() {
	machine.InitADC()
	input := machine.ADC{Pin: machine.ADC0}
	input.Configure(machine.ADCConfig{})
	for {
		println(input.Get())
		time.Sleep(time.Second)
	}
}
