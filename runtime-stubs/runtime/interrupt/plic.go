//go:build virt || fe310

package interrupt

import (
	"runtime/volatile"
	"unsafe"
)

// The platform-level interrupt controller, at the same place on both chips; its context 0 is the
// machine mode of hart 0.
const (
	plicPriority = 0x0c000000
	plicEnable   = 0x0c002000
)

func register(address uintptr) *volatile.Register32 {
	return (*volatile.Register32)(unsafe.Pointer(address))
}

// Enable lets the interrupt through to its handler. Its priority must not be 0, which it is after a
// reset.
func (irq Interrupt) Enable() {
	register(plicEnable + uintptr(irq.num)>>5<<2).SetBits(1 << (uint(irq.num) & 31))
}

// Disable blocks the interrupt.
func (irq Interrupt) Disable() {
	register(plicEnable + uintptr(irq.num)>>5<<2).ClearBits(1 << (uint(irq.num) & 31))
}

// SetPriority sets the interrupt's priority: of several that are pending the one with the highest
// number goes first; 0 is never.
func (irq Interrupt) SetPriority(priority uint8) {
	register(plicPriority + uintptr(irq.num)<<2).Set(uint32(priority))
}
