// The clock over a leap day; then its alarm, three times.
package main

import (
	"machine"
	"time"
)

func show(what string, t machine.RTCTime) {
	println(what, t.Year, t.Month, t.Day, t.Dotw, t.Hour, t.Min, t.Sec, t.Unix())
}

// The times at which the alarm rang.
var rang [3]machine.RTCTime
var rings int

func ring() {
	rang[rings], _ = machine.RTC.Time()
	rings++
	if rings == len(rang) {
		machine.RTC.SetInterrupt(0, false, nil)
	}
}

func main() {
	_, unset := machine.RTC.Time()
	wrong := machine.RTC.SetTime(machine.RTCTime{Year: 2023, Month: 2, Day: 29})
	err := machine.RTC.SetTime(machine.RTCTime{Year: 2024, Month: 2, Day: 28, Hour: 23, Min: 59, Sec: 58})
	now, _ := machine.RTC.Time()
	machine.RTC.SetInterrupt(2, true, ring)
	println(unset.Error())
	println(wrong.Error())
	println(err == nil)
	show("set", now)
	for rings < len(rang) {
		time.Sleep(100 * time.Microsecond)
	}
	for _, t := range rang {
		show("rang", t)
	}
}
