//go:build imxrt106x

package runtime

import (
	"device/arm"
	"device/nxp"
	"runtime/volatile"
)

// GPT1 as a clock of 1 MHz from the crystal (IMXRT1060RM, "General Purpose Timer"). An interrupt
// counts the turns of its 32 bits, one in 71 minutes. Its first compare register ends the sleep.

var gptTurns volatile.Register32

func initClock() {
	const on = 3
	nxp.CCM.CCGR[1].SetBits(on<<20 | on<<22)
	gpt := nxp.GPT1
	gpt.CR.Set(0)
	gpt.PR.Set(24 - 1)
	const perclk = 2
	gpt.CR.Set(perclk<<nxp.GPT_CR_CLKSRC_Pos | nxp.GPT_CR_FRR | nxp.GPT_CR_ENMOD | nxp.GPT_CR_WAITEN)
	gpt.SR.Set(0x3f)
	gpt.IR.Set(nxp.GPT_IR_ROVIE)
	gpt.CR.SetBits(nxp.GPT_CR_EN)
	arm.EnableIRQ(nxp.IRQ_GPT1)
}

// gptHandler counts turns; for the rest the interrupt has only to wake the processor.
//
//export embgo_irq_100
func gptHandler() {
	if nxp.GPT1.SR.HasBits(nxp.GPT_SR_ROV) {
		nxp.GPT1.SR.Set(nxp.GPT_SR_ROV)
		gptTurns.Set(gptTurns.Get() + 1)
	}
	nxp.GPT1.IR.Set(nxp.GPT_IR_ROVIE)
}

// ticks counts microseconds.
func ticks() timeUnit {
	for {
		turns := gptTurns.Get()
		now := nxp.GPT1.CNT.Get()
		uncounted := nxp.GPT1.SR.HasBits(nxp.GPT_SR_ROV)
		if gptTurns.Get() != turns {
			continue
		}
		// A turn whose interrupt is held off.
		if uncounted && now < 1<<31 {
			turns++
		}
		return timeUnit(uint64(turns)<<32 | uint64(now))
	}
}

// waitFor lets the processor sleep until the timer meets t; the interrupt is taken when interrupts
// are on again.
func waitFor(t timeUnit) {
	state := irqDisable()
	nxp.GPT1.OCR[0].Set(uint32(t))
	nxp.GPT1.SR.Set(nxp.GPT_SR_OF1)
	nxp.GPT1.IR.Set(nxp.GPT_IR_ROVIE | nxp.GPT_IR_OF1IE)
	// The timer may have met t before it was told of it.
	if ticks() < t {
		waitForEvent()
	}
	nxp.GPT1.IR.Set(nxp.GPT_IR_ROVIE)
	irqRestore(state)
}
