//go:build xtensa

package runtime

import _ "unsafe"

// The core's own interrupts, 0 to 31, and its first timer, which wakes it from waiting.

//go:linkname ccount embgo_ccount
func ccount() uint32

//go:linkname ccompare embgo_ccompare
func ccompare(t uint32)

//go:linkname irqMask embgo_irq_mask
func irqMask(bits uint32)

// timer0 is the interrupt of the core's first timer, on both cores.
const timer0 = 6

// irqEnabled has a bit for each of the core's interrupts that the program has enabled.
var irqEnabled uint32

// irqSet enables and disables interrupts of the core. Package interrupt calls it.
func irqSet(on, off uint32) {
	state := irqDisable()
	irqEnabled = irqEnabled&^off | on
	irqMask(irqEnabled)
	irqRestore(state)
}

// waitCycles lets the core sleep until that many cycles have passed or another interrupt was
// handled; for half a turn of the counter at most.
func waitCycles(n uint64) {
	const most = 1 << 31
	if n > most {
		n = most
	}
	state := irqDisable()
	end := ccount() + uint32(n)
	ccompare(end)
	// The timer rings when the counter meets that value, which may be behind it by now.
	if int32(end-ccount()) > 0 {
		irqMask(irqEnabled | 1<<timer0)
		waitForEvent()
		irqMask(irqEnabled)
	}
	irqRestore(state)
}

// timerRings silences the timer, which has only to wake the core.
func timerRings() {
	irqMask(irqEnabled)
}
