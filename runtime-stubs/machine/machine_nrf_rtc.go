//go:build nrf && !qemu

package machine

import (
	"device/nrf"
	"runtime/interrupt"
	"runtime/volatile"
)

// The chip has no calendar: RTC1 counts eighths of seconds in 24 bits (nRF52840 Product
// Specification and nRF51 Reference Manual, chapter RTC), and interrupts count its turns, one in 24
// days. Its 32,768 Hz are made from the crystal of the processor, which runs in any case. A reset ends
// the clock.
const (
	rtcTurn   = 24
	rtcEighth = 32768/8 - 1
)

var (
	rtcGoes  bool
	rtcTurns volatile.Register32
	// rtcBase is the second at which the count was 0.
	rtcBase uint32
)

// rtcStart starts the clock in 1970 if it does not go.
func rtcStart() {
	if rtcGoes {
		return
	}
	rtcGoes = true
	const synthesized = 2
	nrf.CLOCK.LFCLKSRC.Set(synthesized)
	nrf.CLOCK.EVENTS_LFCLKSTARTED.Set(0)
	nrf.CLOCK.TASKS_LFCLKSTART.Set(1)
	for nrf.CLOCK.EVENTS_LFCLKSTARTED.Get() == 0 {
	}
	nrf.RTC1.TASKS_STOP.Set(1)
	nrf.RTC1.PRESCALER.Set(rtcEighth)
	nrf.RTC1.TASKS_CLEAR.Set(1)
	nrf.RTC1.EVENTS_OVRFLW.Set(0)
	nrf.RTC1.EVTENSET.Set(nrf.RTC_INT_OVRFLW | nrf.RTC_INT_COMPARE0)
	nrf.RTC1.INTENSET.Set(nrf.RTC_INT_OVRFLW)
	nrf.RTC1.TASKS_START.Set(1)
	interrupt.New(nrf.IRQ_RTC1, rtcHandler).Enable()
}

func rtcHandler(interrupt.Interrupt) {
	if nrf.RTC1.EVENTS_OVRFLW.Get() != 0 {
		nrf.RTC1.EVENTS_OVRFLW.Set(0)
		rtcTurns.Set(rtcTurns.Get() + 1)
	}
	if nrf.RTC1.EVENTS_COMPARE[0].Get() != 0 {
		nrf.RTC1.EVENTS_COMPARE[0].Set(0)
		_RTC.ring()
	}
}

// rtcEighths is the count.
func rtcEighths() uint64 {
	for {
		turns := rtcTurns.Get()
		uncounted := nrf.RTC1.EVENTS_OVRFLW.Get() != 0
		count := nrf.RTC1.COUNTER.Get()
		if rtcTurns.Get() != turns || (nrf.RTC1.EVENTS_OVRFLW.Get() != 0) != uncounted {
			continue
		}
		// A turn whose interrupt is held off.
		if uncounted {
			turns++
		}
		return uint64(turns)<<rtcTurn | uint64(count)
	}
}

// rtcSet has the clock begin that second: the prescaler begins again, too.
func rtcSet(seconds uint32) {
	nrf.RTC1.TASKS_CLEAR.Set(1)
	// It takes the counter a turn of its 32,768 Hz.
	for nrf.RTC1.COUNTER.Get() != 0 {
	}
	nrf.RTC1.EVENTS_OVRFLW.Set(0)
	rtcTurns.Set(0)
	rtcBase = seconds
}

func rtcNow() uint32 {
	return rtcBase + uint32(rtcEighths()>>3)
}

// rtcAlarm has the counter ring at the lower 24 bits of the count, in this turn or an earlier one.
func rtcAlarm(at uint32) {
	nrf.RTC1.EVENTS_COMPARE[0].Set(0)
	nrf.RTC1.CC[0].Set((at - rtcBase) << 3 & (1<<rtcTurn - 1))
	nrf.RTC1.INTENSET.Set(nrf.RTC_INT_COMPARE0)
}

func rtcAlarmOff() {
	nrf.RTC1.INTENCLR.Set(nrf.RTC_INT_COMPARE0)
	nrf.RTC1.EVENTS_COMPARE[0].Set(0)
}
