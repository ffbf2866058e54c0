//go:build nrf && !qemu

package runtime

import (
	"device/nrf"
	"machine"
)

// initChip asks for the crystal and starts TIMER0 as a clock of 1 MHz: 16 MHz / 2^4.
func initChip() {
	nrf.CLOCK.TASKS_HFCLKSTART.Set(1)
	nrf.TIMER0.BITMODE.Set(nrf.TIMER_BITMODE_32Bit)
	nrf.TIMER0.PRESCALER.Set(4)
	nrf.TIMER0.TASKS_START.Set(1)
	machine.Serial.Configure(machine.UARTConfig{})
}

func putchar(c byte) {
	machine.Serial.WriteByte(c)
}

// The timer has 32 bits and turns over after 71 minutes; turns are counted when it is read.
var timerLast, timerTurns uint32

// ticks counts microseconds.
func ticks() timeUnit {
	nrf.TIMER0.TASKS_CAPTURE[0].Set(1)
	now := nrf.TIMER0.CC[0].Get()
	if now < timerLast {
		timerTurns++
	}
	timerLast = now
	return timeUnit(uint64(timerTurns)<<32 | uint64(now))
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t) * 1000
}

func nanosecondsToTicks(ns int64) timeUnit {
	// 2^32 / 1000, rounded up so that whole microseconds stay whole.
	return timeUnit(scale(ns, 0, 4294968))
}

func waitFor(t timeUnit) {}
