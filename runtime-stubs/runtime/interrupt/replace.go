//go:build tinygo.riscv32 || xtensa || novtor

package interrupt

import _ "unsafe" // for go:linkname

// replaced has the handlers that Replace has set, by number.
var replaced []func(Interrupt)

//go:linkname hook runtime.irqHook
var hook func(n uintptr) bool

// Replace makes handler, any function value, the handler of the interrupt from now on. The list of
// such handlers is in memory that the first call, and one with a higher number, allocates.
func (irq Interrupt) Replace(handler func(Interrupt)) {
	if irq.num >= len(replaced) {
		more := make([]func(Interrupt), irq.num+1)
		copy(more, replaced)
		replaced = more
	}
	state := Disable()
	replaced[irq.num] = handler
	hook = call
	Restore(state)
}

// call calls the handler that Replace has set.
func call(n uintptr) bool {
	if n >= uintptr(len(replaced)) || replaced[n] == nil {
		return false
	}
	replaced[n](Interrupt{int(n)})
	return true
}
