package main

import (
	"machine"
	"time"
)

func main() {
	pwm := machine.TIMER
	pwm.Configure(machine.PWMConfig{Period: 2000000})
	ch, err := pwm.Channel(machine.PIN)
	if err != nil {
		println(err.Error())
		return
	}
	for i := uint32(0); ; i = (i + 1) % 16 {
		pwm.Set(ch, pwm.Top()*i/16)
		time.Sleep(50 * time.Millisecond)
	}
}
