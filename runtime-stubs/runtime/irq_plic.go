//go:build virt || fe310

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// The platform-level interrupt controller of QEMU's "virt" and of the FE310, at the same place on
// both (FE310-G002 Manual, chapter 10). Its interrupts have its numbers; those of the core itself,
// by mcause, come behind them.

const (
	plicSources = 53
	plicClaim   = 0x0c200004

	machineExternal = 11
)

// interruptEntry is called for each interrupt, with the cause that mcause gives.
//
//export embgo_interrupt
func interruptEntry(cause uintptr) {
	if !interrupts {
		irqNone(cause)
		return
	}
	if cause != machineExternal {
		irqDispatch(plicSources + cause)
		return
	}
	claim := (*uint32)(unsafe.Pointer(uintptr(plicClaim)))
	for {
		n := volatile.LoadUint32(claim)
		if n == 0 {
			return
		}
		irqDispatch(uintptr(n))
		volatile.StoreUint32(claim, n)
	}
}
