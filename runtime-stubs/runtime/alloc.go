package runtime

import "unsafe"

// What all allocators share. The build tags gc.leaking and gc.none choose alloc_leaking.go, else
// heap.go and the collector in gc.go are in.

// Layouts, for alloc: docs/abi.md.
const (
	layoutUnknown    = 0
	layoutNoPointers = 1
	layoutPointers   = 0x85 // nothing but pointers
	// layoutNotZeroed is a bit that is set beside layoutNoPointers if the caller does not mind what
	// is in the object.
	layoutNotZeroed = 2
)

const (
	// heapAlign is the alignment of all objects, the largest of a Go type here.
	heapAlign = 8
	// maxAlloc is the size above which make and append panic, as for a length that no memory
	// could hold; a smaller object that does not fit is "out of memory".
	maxAlloc = 1<<31 - 1
)

// zeroSized is where all objects of size zero live.
var zeroSized [0]uint64

// mulSize gives a*b, or false if that is more than an object can have.
func mulSize(a, b uintptr) (uintptr, bool) {
	p := uint64(a) * uint64(b)
	return uintptr(p), p <= maxAlloc
}

// outOfMemory ends the program. The trace that follows names the goroutine.
//
//go:noinline
//go:cold
func outOfMemory(size uintptr) {
	dying = true
	printstring("fatal error: out of memory: cannot allocate ")
	printuint32(uint32(size))
	printstring(" bytes; ")
	printuint32(uint32(heapFree()))
	printstring(" of ")
	printuint32(uint32(heapSize()))
	printstring(" are free, the largest run has ")
	printuint32(uint32(largestFree()))
	printnl()
	die()
}

// word gives the address of a word of memory as a variable.
func word(p uintptr) *uintptr {
	return (*uintptr)(unsafe.Pointer(p))
}
