package main

import "machine"

// A period of 1 ms, a quarter of it high; then one of 20 ms.
func main() {
	pwm := machine.TIMER
	println(pwm.Configure(machine.PWMConfig{Period: 1000000}) == nil)
	ch, err := pwm.Channel(machine.PIN)
	println(ch, err == nil)
	_, err = pwm.Channel(machine.OTHER)
	println(err == machine.ErrInvalidPWMPin)
	pwm.Set(ch, pwm.Top()/4)
	println(pwm.Top())
	println(pwm.SetPeriod(1000000000000) == machine.ErrPWMPeriodTooLong)
	println(pwm.SetPeriod(20000000) == nil, pwm.Top())
}
