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
