//go:build virt || fe310

package runtime

import (
	"device/riscv"
	"runtime/volatile"
	"unsafe"
)

// The core's clock and the interrupt at a time, in the CLINT (FE310-G002 Manual, chapter 9), at the
// same place on the FE310 and on QEMU's "virt".
const (
	clintCompare = 0x02004000
	clintTime    = 0x0200bff8

	timerInterrupt = 1 << 7 // in mie: privileged specification 3.1.9
)

// ticks reads the halves of the clock until the upper one stays.
func ticks() timeUnit {
	low := (*uint32)(unsafe.Pointer(uintptr(clintTime)))
	high := (*uint32)(unsafe.Pointer(uintptr(clintTime + 4)))
	for {
		h := volatile.LoadUint32(high)
		l := volatile.LoadUint32(low)
		if volatile.LoadUint32(high) == h {
			return timeUnit(uint64(h)<<32 | uint64(l))
		}
	}
}

// waitFor lets the core sleep until the clock's interrupt is pending, which is taken back before
// anybody could see it, or another interrupt.
func waitFor(t timeUnit) {
	state := irqDisable()
	high := (*uint32)(unsafe.Pointer(uintptr(clintCompare + 4)))
	volatile.StoreUint32(high, 1<<32-1)
	volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(clintCompare))), uint32(t))
	volatile.StoreUint32(high, uint32(t>>32))
	riscv.AsmFull("csrs mie, {bit}", map[string]interface{}{"bit": timerInterrupt})
	waitForEvent()
	riscv.AsmFull("csrc mie, {bit}", map[string]interface{}{"bit": timerInterrupt})
	irqRestore(state)
}
