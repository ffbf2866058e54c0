//go:build xtensa && sim

package interrupt

import _ "unsafe" // for go:linkname

//go:linkname set runtime.irqSet
func set(on, off uint32)

// Enable lets the interrupt of the core through to its handler.
func (irq Interrupt) Enable() { set(1<<uint(irq.num), 0) }

// Disable blocks the interrupt.
func (irq Interrupt) Disable() { set(0, 1<<uint(irq.num)) }

// SetPriority has no effect: the levels of interrupts are wired, and those of handlers is 1.
func (irq Interrupt) SetPriority(priority uint8) {}
