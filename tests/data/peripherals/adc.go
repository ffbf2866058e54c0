package main

import "machine"

func main() {
	machine.InitADC()
	input := machine.ADC{Pin: machine.ADC0}
	println(input.Configure(machine.ADCConfig{}) == nil)
	for {
		println(input.Get())
	}
}
