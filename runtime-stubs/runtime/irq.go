//go:build tinygo.riscv32 || xtensa

package runtime

import _ "unsafe"

// Interrupts on cores whose trap entry is ours: it calls embgo_interrupt, which the chip's file has.

// irqHook is called before the table of handlers is asked; it tells whether it knew the interrupt.
// interrupt.Replace sets it, and in other programs it is known never to be set.
var irqHook func(n uintptr) bool

// irqDispatch calls the handler of interrupt n.
func irqDispatch(n uintptr) {
	if irqHook != nil && irqHook(n) {
		return
	}
	irqTable(n)
}

// irqTable calls embgo_irq_n.
//
//go:linkname irqTable embgo_irq_dispatch
func irqTable(n uintptr)

// irqNone reports an interrupt that nobody handles.
//
//go:linkname irqNone embgo_irq_none
func irqNone(n uintptr)
