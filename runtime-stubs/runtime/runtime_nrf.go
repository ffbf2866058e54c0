//go:build nrf && !qemu

package runtime

import (
	"device/arm"
	"device/nrf"
	"machine"
)

// initChip asks for the crystal and starts TIMER0 as a clock of 1 MHz: 16 MHz / 2^4.
func initChip() {
	nrf.CLOCK.TASKS_HFCLKSTART.Set(1)
	nrf.TIMER0.BITMODE.Set(nrf.TIMER_BITMODE_32Bit)
	nrf.TIMER0.PRESCALER.Set(4)
	nrf.TIMER0.TASKS_START.Set(1)
	if chipConsole {
		machine.InitSerial()
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}

// The timer has 32 bits and turns over after 71 minutes; turns are counted when it is read.
var timerLast, timerTurns uint32

// ticks counts microseconds. A handler that asked for the time in the middle of this would make it
// count a turn that never was.
func ticks() timeUnit {
	state := irqDisable()
	nrf.TIMER0.TASKS_CAPTURE[0].Set(1)
	now := nrf.TIMER0.CC[0].Get()
	if now < timerLast {
		timerTurns++
	}
	timerLast = now
	turns := timerTurns
	irqRestore(state)
	return timeUnit(uint64(turns)<<32 | uint64(now))
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t) * 1000
}

func nanosecondsToTicks(ns int64) timeUnit {
	// 2^32 / 1000, rounded up so that whole microseconds stay whole.
	return timeUnit(scale(ns, 0, 4294968))
}

// waitFor lets the processor sleep until the timer meets t, with the interrupt pending and taken
// back before anybody could see it.
func waitFor(t timeUnit) {
	state := irqDisable()
	nrf.TIMER0.CC[1].Set(uint32(t))
	nrf.TIMER0.EVENTS_COMPARE[1].Set(0)
	nrf.TIMER0.INTENSET.Set(nrf.TIMER_INTEN_COMPARE0 << 1)
	arm.EnableIRQ(nrf.TIMER0_IRQ)
	// The timer may have met t before it was told of it.
	if ticks() < t {
		waitForEvent()
	}
	arm.DisableIRQ(nrf.TIMER0_IRQ)
	nrf.TIMER0.INTENCLR.Set(nrf.TIMER_INTEN_COMPARE0 << 1)
	nrf.TIMER0.EVENTS_COMPARE[1].Set(0)
	arm.NVIC.ICPR[0].Set(1 << nrf.TIMER0_IRQ)
	irqRestore(state)
}
