//go:build xtensa && sim

package runtime

// interruptEntry is called for each interrupt of the core, with its number.
//
//export embgo_interrupt
func interruptEntry(n uintptr) {
	switch {
	case n == timer0:
		timerRings()
	case interrupts:
		irqDispatch(n)
	default:
		irqNone(n)
	}
}
