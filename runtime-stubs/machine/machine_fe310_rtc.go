//go:build fe310

package machine

import (
	"device/sifive"
	"runtime/interrupt"
)

// The chip has no calendar: a counter of 48 bits in its always-on part counts 32,768 Hz (FE310-G002
// Manual, chapter 16), which here is the number of seconds and 15 bits behind. Nothing tells after a
// reset whether it was set.
var rtcGoes bool

const rtcSecond = 15

// rtcStart starts the clock in 1970 if it does not go.
func rtcStart() {
	if rtcGoes {
		return
	}
	rtcGoes = true
	rtcAlarmOff()
	sifive.AON.RTCCFG.Set(sifive.AON_RTCCFG_ENALWAYS | rtcSecond)
	rtcSet(0)
}

func rtcSet(seconds uint32) {
	sifive.AON.RTCCOUNTLO.Set(0)
	sifive.AON.RTCCOUNTHI.Set(seconds >> (32 - rtcSecond))
	sifive.AON.RTCCOUNTLO.Set(seconds << rtcSecond)
}

// rtcNow is the count from bit 15 on.
func rtcNow() uint32 {
	return sifive.AON.RTCS.Get()
}

// rtcAlarm has the clock ring from that second on.
func rtcAlarm(at uint32) {
	sifive.AON.RTCCMP.Set(at)
	interrupt.New(sifive.IRQ_RTC, func(interrupt.Interrupt) { _RTC.ring() }).Enable()
}

func rtcAlarmOff() {
	sifive.AON.RTCCMP.Set(0xffffffff)
}
