package main

import "machine"

// A period that the counter reaches only up and down again.
func main() {
	pwm := machine.PWM4
	println(pwm.Configure(machine.PWMConfig{Period: 200000000}) == nil, pwm.Period(), pwm.IsEnabled())
	println(pwm.SetPeriod(300000000) == machine.ErrBadPeriod)
}
