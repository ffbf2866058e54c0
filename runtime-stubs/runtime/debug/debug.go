// Package debug stands in for runtime/debug on targets without a profiler or a file system.
package debug

import (
	"runtime"
	_ "unsafe" // for go:linkname
)

// LastPanic gives what the program said when it last ended in a panic or a fatal error, if the memory
// still holds that: after a reset, but not after the power was off. It is gone once it has been asked
// for. Only programs that call LastPanic keep the text, at most 256 bytes of it.
func LastPanic() string {
	return lastPanic()
}

//go:linkname lastPanic runtime.lastPanic
func lastPanic() string

// SetGCPercent sets when a collection starts: when as much has been allocated as this share of what
// was in use after the one before. Until it is called, memory is used up first. A negative percentage
// means so, too. It returns the previous setting.
func SetGCPercent(percent int) int { return int(setGCPercent(int32(percent))) }

// SetMemoryLimit lets a collection start whenever so many bytes of the heap are in use; a negative
// limit only asks. It returns the previous setting.
func SetMemoryLimit(limit int64) int64 { return setMemoryLimit(limit) }

//go:linkname setGCPercent runtime.setGCPercent
func setGCPercent(percent int32) int32

//go:linkname setMemoryLimit runtime.setMemoryLimit
func setMemoryLimit(limit int64) int64

// LongestPause gives the longest time, in nanoseconds, that a collection has stopped all goroutines;
// interrupts are on meanwhile. Collections are measured from the first call on.
func LongestPause() int64 { return longestPause() }

//go:linkname longestPause runtime.longestPause
func longestPause() int64

// SetMaxStack cannot change the sizes of stacks, which the linker sets.
func SetMaxStack(bytes int) int { return bytes }

// SetPanicOnFault is not supported: faults end the program.
func SetPanicOnFault(enabled bool) bool { return false }

// SetTraceback has no effect.
func SetTraceback(level string) {}

// FreeOSMemory collects; there is no operating system to give memory to.
func FreeOSMemory() { runtime.GC() }

// Stack gives the text of the running goroutine's calls, as runtime.Stack does.
func Stack() []byte {
	for size := 1024; ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, false); n < size {
			return buf[:n]
		}
	}
}

// PrintStack prints that text.
func PrintStack() {
	print(string(Stack()))
}
