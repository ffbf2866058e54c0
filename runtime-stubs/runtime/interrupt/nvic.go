//go:build cortexm

package interrupt

import (
	"runtime/volatile"
	"unsafe"
)

// The interrupt controller of every Cortex-M (ARMv7-M B3.4) and the vector table offset register.
const (
	setEnable   = 0xe000e100
	clearEnable = 0xe000e180
	priorities  = 0xe000e400
	vectorTable = 0xe000ed08
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

//go:extern embgo_irq_count
var irqCount byte

// exceptions is the number of vectors in front of the interrupts'.
const exceptions = 16

// table makes sure that the vector table is in memory that can be written, and gives it.
func table() unsafe.Pointer {
	count := exceptions + uintptr(unsafe.Pointer(&irqCount))
	if replaced != nil {
		return unsafe.Pointer(uintptr(register(vectorTable).Get()))
	}
	// The table must be aligned to its size, rounded up to a power of two (ARMv7-M B3.2.5).
	align := uintptr(128)
	for align < count*4 {
		align *= 2
	}
	memory := make([]uint32, (align+count*4)/4)
	to := (uintptr(unsafe.Pointer(&memory[0])) + align - 1) &^ (align - 1)
	from := uintptr(register(vectorTable).Get())
	for i := uintptr(0); i < count*4; i += 4 {
		*(*uint32)(unsafe.Pointer(to + i)) = *(*uint32)(unsafe.Pointer(from + i))
	}
	state := Disable()
	register(vectorTable).Set(uint32(to))
	Restore(state)
	if uintptr(register(vectorTable).Get()) != to {
		panic("interrupt: the vector table of this processor cannot move")
	}
	keep = memory
	replaced = make([]func(Interrupt), count-exceptions)
	return unsafe.Pointer(to)
}

var (
	keep     []uint32
	replaced []func(Interrupt)
)

// Replace makes handler, any function value, the handler of the interrupt from now on. The vector
// table moves to RAM at the first call, which allocates memory for it.
func (irq Interrupt) Replace(handler func(Interrupt)) {
	vectors := table()
	replaced[irq.num] = handler
	entry := (*uint32)(unsafe.Pointer(uintptr(vectors) + uintptr(exceptions+irq.num)*4))
	code := common
	// The code address of a function value is its first word; bit 0 says that it is Thumb.
	volatile.StoreUint32(entry, **(**uint32)(unsafe.Pointer(&code))|1)
}

// common is the vector of all interrupts with a replaced handler.
func common() {
	n := int(active()) - exceptions
	replaced[n](Interrupt{n})
}

//go:linkname active embgo_irq_number
func active() uintptr
