// Package debug stands in for runtime/debug on targets without a profiler or a file system.
package debug

// SetGCPercent has no collector to adjust.
func SetGCPercent(percent int) int { return 100 }

// SetMemoryLimit has no collector to adjust.
func SetMemoryLimit(limit int64) int64 { return 1<<63 - 1 }

// SetMaxStack cannot change the sizes of stacks, which the linker sets.
func SetMaxStack(bytes int) int { return bytes }

// SetPanicOnFault is not supported: faults end the program.
func SetPanicOnFault(enabled bool) bool { return false }

// SetTraceback has no effect.
func SetTraceback(level string) {}

// FreeOSMemory has no operating system to give memory to.
func FreeOSMemory() {}

// Stack gives no text: see runtime.Stack.
func Stack() []byte { return nil }

// PrintStack prints nothing.
func PrintStack() {}
