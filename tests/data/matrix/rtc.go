package main

import (
	"machine"
	"time"
)

func main() {
	machine.RTC.SetTime(machine.RTCTime{Year: 2026, Month: 11, Day: 28, Hour: 12})
	machine.RTC.SetInterrupt(60, true, func() { println("a minute") })
	for {
		if t, err := machine.RTC.Time(); err == nil {
			println(t.Hour, t.Min, t.Sec)
		}
		time.Sleep(time.Second)
	}
}
