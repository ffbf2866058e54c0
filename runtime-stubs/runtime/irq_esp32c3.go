//go:build esp32c3

package runtime

// interruptEntry is called for each interrupt of the processor, with its number.
//
//export embgo_interrupt
func interruptEntry(n uintptr) {
	if !interrupts {
		irqNone(n)
		return
	}
	irqDispatch(n)
}
