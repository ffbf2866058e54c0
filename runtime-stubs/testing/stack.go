package testing

import "runtime"

// stackSize is that of the goroutines that run tests: a part of the memory that is not small on
// large chips, and what goroutines have anyhow on small ones.
func stackSize() uintptr {
	runtime.ReadMemStats(&memStats)
	switch size := memStats.HeapSys / 64; {
	case size > 4<<20:
		return 4 << 20
	case size > 32<<10:
		return uintptr(size)
	}
	return 0
}
