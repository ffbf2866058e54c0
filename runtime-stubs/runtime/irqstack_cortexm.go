//go:build cortexm

package runtime

import _ "unsafe"

// startInterrupts gives handlers a stack of their own: the processor puts what they need on the main
// stack, so the program goes on with the process stack, at the same place.
func startInterrupts() {
	if interrupts {
		irqStack()
	}
}

//go:linkname irqStack embgo_irq_stack
func irqStack()
