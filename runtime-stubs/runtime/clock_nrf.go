//go:build nrf && !qemu

package runtime

import (
	"device/arm"
	"device/nrf"
	"runtime/volatile"
)

// TIMER0 as a clock of 1 MHz, 16 MHz / 2^4. It has 32 bits and turns over after 71 minutes. An
// interrupt at every half of a turn counts them, so that none is missed while nobody asks for the
// time; which half it is the counter itself tells by its highest bit, so one that is not counted
// yet, since its interrupt is held off, is known as well (nRF51 Series Reference Manual, chapter 18;
// nRF52840 Product Specification, chapter TIMER).

// The timer's compare registers.
const (
	timerNow  = 0 // captured by ticks
	timerWait = 1 // ends a sleep
	timerHalf = 2 // the next half
	timerSeen = 3 // captured by the handler
)

// timerHalves counts halves.
var timerHalves volatile.Register32

func initClock() {
	nrf.TIMER0.BITMODE.Set(nrf.TIMER_BITMODE_32Bit)
	nrf.TIMER0.PRESCALER.Set(4)
	nrf.TIMER0.CC[timerHalf].Set(1 << 31)
	nrf.TIMER0.INTENSET.Set(nrf.TIMER_INTEN_COMPARE0 << timerHalf)
	nrf.TIMER0.TASKS_START.Set(1)
	arm.EnableIRQ(nrf.TIMER0_IRQ)
}

// timerHandler counts a half when it has begun; for the rest the interrupt has only to wake the
// processor.
//
//export embgo_irq_8
func timerHandler() {
	nrf.TIMER0.INTENCLR.Set(nrf.TIMER_INTEN_COMPARE0 << timerWait)
	nrf.TIMER0.EVENTS_COMPARE[timerHalf].Set(0)
	nrf.TIMER0.TASKS_CAPTURE[timerSeen].Set(1)
	halves := timerHalves.Get()
	if nrf.TIMER0.CC[timerSeen].Get()>>31 != halves&1 {
		halves++
		timerHalves.Set(halves)
	}
	nrf.TIMER0.CC[timerHalf].Set((halves + 1) << 31)
}

// ticks counts microseconds.
func ticks() timeUnit {
	for {
		halves := timerHalves.Get()
		nrf.TIMER0.TASKS_CAPTURE[timerNow].Set(1)
		now := nrf.TIMER0.CC[timerNow].Get()
		if timerHalves.Get() != halves {
			continue
		}
		if now>>31 != halves&1 {
			halves++
		}
		return timeUnit(uint64(halves)<<31 | uint64(now&(1<<31-1)))
	}
}

// waitFor lets the processor sleep until the timer meets t; the interrupt is taken when interrupts
// are on again.
func waitFor(t timeUnit) {
	state := irqDisable()
	nrf.TIMER0.CC[timerWait].Set(uint32(t))
	nrf.TIMER0.EVENTS_COMPARE[timerWait].Set(0)
	nrf.TIMER0.INTENSET.Set(nrf.TIMER_INTEN_COMPARE0 << timerWait)
	// The timer may have met t before it was told of it.
	if ticks() < t {
		waitForEvent()
	}
	nrf.TIMER0.INTENCLR.Set(nrf.TIMER_INTEN_COMPARE0 << timerWait)
	irqRestore(state)
}
