//go:build cortexm

package interrupt

import (
	"runtime/volatile"
	"unsafe"
)

// The interrupt controller of every Cortex-M (ARMv7-M B3.4).
const (
	setEnable   = 0xe000e100
	clearEnable = 0xe000e180
	priorities  = 0xe000e400
)

func register(address uintptr) *volatile.Register32 {
	return (*volatile.Register32)(unsafe.Pointer(address))
}

// Enable lets the interrupt through to its handler.
func (irq Interrupt) Enable() {
	register(setEnable + uintptr(irq.num)>>5<<2).Set(1 << (uint(irq.num) & 31))
}

// Disable blocks the interrupt.
func (irq Interrupt) Disable() {
	register(clearEnable + uintptr(irq.num)>>5<<2).Set(1 << (uint(irq.num) & 31))
}

// SetPriority sets the interrupt's priority: lower numbers go first and interrupt the handlers of
// higher ones. Only the upper bits count, as many as the chip has.
func (irq Interrupt) SetPriority(priority uint8) {
	// ARMv6-M knows only whole words here.
	r := register(priorities + uintptr(irq.num)&^3)
	r.ReplaceBits(uint32(priority), 0xff, uint8(irq.num&3)*8)
}
