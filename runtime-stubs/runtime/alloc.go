package runtime

import "unsafe"

// The allocator behind -gc=leaking: it hands out memory from _heap_start upwards and never takes
// any back. Everything is aligned to 8, the largest alignment of a Go type here.

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
	heapAlign = 8
	// maxAlloc is the size above which make and append panic, as for a length that no memory
	// could hold; a smaller object that does not fit is "out of memory".
	maxAlloc = 1<<31 - 1
)

var (
	heapUsed   uintptr
	heapAllocs uintptr
	// zeroSized is where all objects of size zero live.
	zeroSized [0]uint64
)

// alloc gives size bytes, zeroed if no flag says otherwise. That an object has no pointers does not
// matter to this allocator.
func alloc(size uintptr, layout uintptr) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&zeroSized)
	}
	n := (size + heapAlign - 1) &^ (heapAlign - 1)
	if n < size || n > heapSize()-heapUsed {
		outOfMemory(size)
	}
	p := unsafe.Pointer(heapBase() + heapUsed)
	heapUsed += n
	heapAllocs++
	if layout&layoutNotZeroed == 0 {
		memclr(p, n)
	}
	return p
}

// heapFree is how much more there is to allocate.
func heapFree() uintptr {
	return heapSize() - heapUsed
}

//go:noinline
//go:cold
func outOfMemory(size uintptr) {
	printstring("fatal error: out of memory: cannot allocate ")
	printuint32(uint32(size))
	printstring(" bytes, ")
	printuint32(uint32(heapUsed))
	printstring(" of ")
	printuint32(uint32(heapSize()))
	printstring(" in use\n")
	die()
}

// mulSize gives a*b, or false if that is more than an object can have.
func mulSize(a, b uintptr) (uintptr, bool) {
	p := uint64(a) * uint64(b)
	return uintptr(p), p <= maxAlloc
}
