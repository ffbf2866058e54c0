package runtime

import "unsafe"

// What comes from elsewhere: the linker script, assembly, lowering (docs/abi.md).

//go:extern _heap_start
var heapStart byte

//go:extern _heap_end
var heapEnd byte

//go:extern _stack_bottom
var stackBottom byte

//go:extern _stack_top
var stackTop byte

//go:extern _irq_stack_bottom
var irqStackBottom byte

//go:extern _irq_stack_top
var irqStackTop byte

// A goroutine's stack has as many bytes as the address of this says.
//
//go:extern _goroutine_stack_size
var goroutineStackSize byte

//go:extern _stext
var textStart byte

//go:extern _etext
var textEnd byte

func heapBase() uintptr {
	return uintptr(unsafe.Pointer(&heapStart))
}

func heapSize() uintptr {
	return uintptr(unsafe.Pointer(&heapEnd)) - uintptr(unsafe.Pointer(&heapStart))
}

func usualStackSize() uintptr {
	return uintptr(unsafe.Pointer(&goroutineStackSize))
}

// Made in place by lowering: calls of plain code addresses, and the like.

func callEq(fn, a, b unsafe.Pointer) bool

func callHash(fn, p unsafe.Pointer, seed uintptr) uintptr

func callCode(code, ctx unsafe.Pointer)

func trap()

func getsp() uintptr

// In assembly.

//go:linkname embgo_try embgo_try
func embgo_try(f *deferFrame, code, ctx unsafe.Pointer) uintptr

//go:linkname embgo_unwind embgo_unwind
func embgo_unwind(f *deferFrame)

// embgo_switch goes on with another goroutine. It returns when somebody goes on with this one.
//
//go:linkname embgo_switch embgo_switch
func embgo_switch(from, to *g)

// embgo_frame makes the frame that embgo_switch takes from a stack, below top: it will return to
// code. It gives the stack pointer.
//
//go:linkname embgo_frame embgo_frame
func embgo_frame(top uintptr, code unsafe.Pointer) uintptr

// embgo_registers gives the address that its call returns to, the stack pointer and the frame pointer.
//
//go:linkname embgo_registers embgo_registers
func embgo_registers(r *registers)

// embgo_suspended gives the same for a goroutine that embgo_switch has left, from its stack pointer.
//
//go:linkname embgo_suspended embgo_suspended
func embgo_suspended(sp uintptr, r *registers)

// keep does nothing, which the compiler does not know.
//
//go:linkname keep embgo_keep
func keep(p unsafe.Pointer)

//go:linkname irqDisable embgo_irq_disable
func irqDisable() uintptr

//go:linkname irqRestore embgo_irq_restore
func irqRestore(state uintptr)

//go:linkname irqActive embgo_irq_active
func irqActive() bool

// waitForEvent waits until an interrupt is pending, with as little power as the core allows.
//
//go:linkname waitForEvent embgo_wait
func waitForEvent()
