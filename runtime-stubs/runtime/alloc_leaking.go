//go:build gc.leaking || gc.none

package runtime

import "unsafe"

// The allocator of -gc=leaking: it hands out memory from _heap_start upwards and never takes any
// back. With -gc=none only the runtime itself uses it, for the values of run-time panics.

var (
	heapUsed   uintptr
	heapAllocs uintptr
)

// alloc gives size bytes, zeroed if the layout does not say otherwise. Where the pointers are does
// not matter to this allocator.
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

// largestFree is the size of the largest object that could be allocated.
func largestFree() uintptr {
	return heapFree() &^ (heapAlign - 1)
}

const collecting = false

func shade(p unsafe.Pointer, size uintptr) {}

func forceCollection() {}

func readHeapStats(m *MemStats) {
	m.Alloc = uint64(heapUsed)
	m.TotalAlloc = m.Alloc
	m.HeapInuse = m.Alloc
	m.Mallocs = uint64(heapAllocs)
}

func longestPause() int64 { return 0 }

func setGCPercent(percent int32) int32 { return -1 }

func setMemoryLimit(limit int64) int64 { return 1<<63 - 1 }

// SetFinalizer does nothing: nothing is freed before the program ends.
func SetFinalizer(obj interface{}, finalizer interface{}) {}

// A Cleanup is a handle to a cleanup call.
type Cleanup struct{}

// Stop has nothing to stop.
func (c Cleanup) Stop() {}

// AddCleanup does nothing: nothing is freed before the program ends.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup { return Cleanup{} }

//go:linkname registerWeak weak.runtime_registerWeakPointer
func registerWeak(p unsafe.Pointer) unsafe.Pointer { return p }

//go:linkname strongFromWeak weak.runtime_makeStrongFromWeak
func strongFromWeak(handle unsafe.Pointer) unsafe.Pointer { return handle }
