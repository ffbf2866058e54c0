//go:build imxrt106x

package machine

import "device/arm"

// barrier has what was written before take effect before the next instruction. It is called where the
// flash cannot be read.
//
//go:section .ramfunc
//go:noinline
func barrier() {
	arm.Asm("dsb")
	arm.Asm("isb")
}
