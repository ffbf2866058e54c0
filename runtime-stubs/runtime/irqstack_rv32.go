//go:build tinygo.riscv32

package runtime

import "device/riscv"

// startInterrupts lets interrupts through in programs that have handlers, as they are on other cores
// from the start: none is enabled yet. The trap entry changes to the stack of the handlers.
func startInterrupts() {
	if interrupts {
		riscv.Asm("csrsi mstatus, 8")
	}
}
