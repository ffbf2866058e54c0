//go:build stm32f4

package runtime

import (
	"device/arm"
	"device/stm32"
	"runtime/volatile"
)

// TIM2 as a clock of 1 MHz (RM0090, section 18): 31 bits, since a simulator does not see the turn of
// 32. An interrupt counts the turns, one in 35 minutes. Its first compare register ends the sleep.

const (
	tim2IRQ  = 28
	tim2Bits = 31
	tim2Last = 1<<tim2Bits - 1
)

var tim2Turns volatile.Register32

// initClock starts the timer, which gets the given number of cycles in a microsecond.
func initClock(cycles uint32) {
	stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_TIM2EN)
	stm32.TIM2.PSC.Set(cycles - 1)
	stm32.TIM2.ARR.Set(tim2Last)
	// The prescaler counts from the update on, which itself is no turn.
	stm32.TIM2.CR1.Set(stm32.TIM_CR1_URS)
	stm32.TIM2.EGR.Set(stm32.TIM_EGR_UG)
	stm32.TIM2.SR.Set(0)
	stm32.TIM2.DIER.Set(stm32.TIM_DIER_UIE)
	stm32.TIM2.CR1.Set(stm32.TIM_CR1_URS | stm32.TIM_CR1_CEN)
	arm.EnableIRQ(tim2IRQ)
}

// tim2Handler counts turns; for the rest the interrupt has only to wake the processor. What is
// written to SR as 1 stays.
//
//export embgo_irq_28
func tim2Handler() {
	if stm32.TIM2.SR.HasBits(stm32.TIM_SR_UIF) {
		stm32.TIM2.SR.Set(^uint32(stm32.TIM_SR_UIF))
		tim2Turns.Set(tim2Turns.Get() + 1)
	}
	stm32.TIM2.DIER.Set(stm32.TIM_DIER_UIE)
}

// ticks counts microseconds.
func ticks() timeUnit {
	for {
		turns := tim2Turns.Get()
		now := stm32.TIM2.CNT.Get()
		uncounted := stm32.TIM2.SR.HasBits(stm32.TIM_SR_UIF)
		if tim2Turns.Get() != turns {
			continue
		}
		// A turn whose interrupt is held off.
		if uncounted && now < 1<<(tim2Bits-1) {
			turns++
		}
		return timeUnit(uint64(turns)<<tim2Bits | uint64(now))
	}
}

// waitFor lets the processor sleep until the timer meets t; the interrupt is taken when interrupts
// are on again.
func waitFor(t timeUnit) {
	state := irqDisable()
	stm32.TIM2.CCR1.Set(uint32(t) & tim2Last)
	stm32.TIM2.SR.Set(^uint32(stm32.TIM_SR_CC1IF))
	stm32.TIM2.DIER.Set(stm32.TIM_DIER_UIE | stm32.TIM_DIER_CC1IE)
	// The timer may have met t before it was told of it.
	if ticks() < t {
		waitForEvent()
	}
	stm32.TIM2.DIER.Set(stm32.TIM_DIER_UIE)
	irqRestore(state)
}
