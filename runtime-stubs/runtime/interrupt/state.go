//go:build cortexm || tinygo.riscv32 || xtensa

package interrupt

import _ "unsafe"

// State is whether interrupts were on: what Disable found.
type State uintptr

// Disable turns interrupts off and tells how they were, for Restore.
//
//go:linkname Disable embgo_irq_disable
func Disable() State

// Restore turns interrupts on if they were on when Disable gave this state.
//
//go:linkname Restore embgo_irq_restore
func Restore(state State)

// In tells whether an interrupt handler is running.
//
//go:linkname In embgo_irq_active
func In() bool
