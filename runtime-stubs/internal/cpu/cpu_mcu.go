package cpu

// CacheLinePadSize is 0: nothing shares a cache line with another core.
const CacheLinePadSize = 0

// There are no optional instructions to find out about at run time.
func doinit() {}
