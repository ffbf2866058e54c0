package testing

import "runtime"

// stackSize is that of the goroutines that run tests: a part of the memory that is not small on
// large chips, and what goroutines have anyhow on small ones.
func stackSize() uintptr {
	runtime.ReadMemStats(&memStats)
	switch heap := memStats.HeapSys; {
	case heap > 256<<20:
		return uintptr(heap / 32)
	case heap > 2<<20:
		return uintptr(heap / 64)
	}
	return 0
}
