//go:build cortexm && !novtor

package interrupt

import (
	"device/arm"
	"runtime/volatile"
	"unsafe"
)

// Handlers that change at run time, by a vector table in RAM.

// vectorTable is the address of VTOR (ARMv7-M B3.2.5).
const vectorTable = 0xe000ed08

// firstVectors is the table that the linker placed.
//
//go:extern embgo_vectors
var firstVectors byte

//go:extern embgo_irq_count
var irqCount byte

// exceptions is the number of vectors in front of the interrupts'.
const exceptions = 16

// table makes sure that the vector table is in memory that can be written, and gives it.
func table() unsafe.Pointer {
	vtor := register(vectorTable)
	from := uintptr(vtor.Get())
	if replaced != nil {
		return unsafe.Pointer(from)
	}
	count := exceptions + uintptr(unsafe.Pointer(&irqCount))
	if from == uintptr(unsafe.Pointer(&firstVectors)) {
		from = move(from, count*4)
	}
	replaced = make([]func(Interrupt), count-exceptions)
	return unsafe.Pointer(from)
}

// move copies the table to the heap, and gives the address of the copy.
func move(from, size uintptr) uintptr {
	// It must be aligned to its size, rounded up to a power of two (ARMv7-M B3.2.5).
	align := uintptr(128)
	for align < size {
		align *= 2
	}
	memory := make([]uint32, (align+size)/4)
	to := (uintptr(unsafe.Pointer(&memory[0])) + align - 1) &^ (align - 1)
	for i := uintptr(0); i < size; i += 4 {
		*(*uint32)(unsafe.Pointer(to + i)) = *(*uint32)(unsafe.Pointer(from + i))
	}
	vtor := register(vectorTable)
	vtor.Set(uint32(to))
	// No exception may be taken by the old table from here on.
	arm.Asm("dsb")
	if uintptr(vtor.Get()) != to {
		panic("interrupt.Replace: this processor has no VTOR, so its vector table cannot move; " +
			"add \"novtor\" to the build-tags of its target file")
	}
	keep = memory
	return to
}

var (
	keep     []uint32
	replaced []func(Interrupt)
)

// Replace makes handler, any function value, the handler of the interrupt from now on. If the vector
// table is not in RAM yet, it moves there at the first call, which allocates memory for it.
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
