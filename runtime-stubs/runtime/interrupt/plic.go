//go:build virt || fe310

package interrupt

import (
	"device/riscv"
	"runtime/volatile"
	"unsafe"
)

// The platform-level interrupt controller, at the same place on both chips; its context 0 is the
// machine mode of hart 0.
const (
	plicPriority = 0x0c000000
	plicEnable   = 0x0c002000
	plicSources  = 53

	machineExternal = 1 << 11 // in mie: privileged specification 3.1.9
)

// Numbers of the core's own interrupts.
const (
	// Software is pending while the core's MSIP in the CLINT is set.
	Software = plicSources + 3
	// Timer belongs to the runtime, which waits with it.
	Timer = plicSources + 7
)

func register(address uintptr) *volatile.Register32 {
	return (*volatile.Register32)(unsafe.Pointer(address))
}

// Enable lets the interrupt through to its handler. Of several that are pending the one with the
// highest priority goes first; an interrupt without a priority gets the lowest, 1.
func (irq Interrupt) Enable() {
	if irq.num >= plicSources {
		riscv.AsmFull("csrs mie, {bit}", map[string]interface{}{"bit": uint(1) << (uint(irq.num) - plicSources)})
		return
	}
	if priority := register(plicPriority + uintptr(irq.num)<<2); priority.Get() == 0 {
		priority.Set(1)
	}
	register(plicEnable + uintptr(irq.num)>>5<<2).SetBits(1 << (uint(irq.num) & 31))
	riscv.AsmFull("csrs mie, {bit}", map[string]interface{}{"bit": machineExternal})
}

// Disable blocks the interrupt.
func (irq Interrupt) Disable() {
	if irq.num >= plicSources {
		riscv.AsmFull("csrc mie, {bit}", map[string]interface{}{"bit": uint(1) << (uint(irq.num) - plicSources)})
		return
	}
	register(plicEnable + uintptr(irq.num)>>5<<2).ClearBits(1 << (uint(irq.num) & 31))
}

// SetPriority sets the interrupt's priority, from 1 to 7: of several that are pending the one with
// the highest goes first; 0 is never. The core's own interrupts have none.
func (irq Interrupt) SetPriority(priority uint8) {
	if irq.num < plicSources {
		register(plicPriority + uintptr(irq.num)<<2).Set(uint32(priority))
	}
}
