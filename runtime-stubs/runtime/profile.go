package runtime

import "unsafe"

// What package runtime offers to profilers and debuggers: nothing is profiled here.

// A StackRecord would be a stack of calls.
type StackRecord struct {
	Stack0 [32]uintptr
}

// Stack is the part of the record that is filled.
func (r *StackRecord) Stack() []uintptr {
	for i, v := range r.Stack0 {
		if v == 0 {
			return r.Stack0[:i]
		}
	}
	return r.Stack0[:]
}

// A MemProfileRecord would be about allocations at one place.
type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr
}

// InUseBytes is what was allocated and not freed.
func (r *MemProfileRecord) InUseBytes() int64 { return r.AllocBytes - r.FreeBytes }

// InUseObjects is how many were allocated and not freed.
func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }

// Stack is the part of the record that is filled.
func (r *MemProfileRecord) Stack() []uintptr {
	return (*StackRecord)(unsafe.Pointer(&r.Stack0)).Stack()
}

// A BlockProfileRecord would be about waiting at one place.
type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) { return 0, true }
func BlockProfile(p []BlockProfileRecord) (n int, ok bool)             { return 0, true }
func MutexProfile(p []BlockProfileRecord) (n int, ok bool)             { return 0, true }
func ThreadCreateProfile(p []StackRecord) (n int, ok bool)             { return 0, true }

// GoroutineProfile tells how many goroutines there are, and nothing else about them.
func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	n = NumGoroutine()
	if n > len(p) {
		return n, false
	}
	for i := 0; i < n; i++ {
		p[i] = StackRecord{}
	}
	return n, true
}

func SetBlockProfileRate(rate int)                                               {}
func SetMutexProfileFraction(rate int) int                                       { return 0 }
func SetCPUProfileRate(hz int)                                                   {}
func CPUProfile() []byte                                                         { return nil }
func StartTrace() error                                                          { return errorString("tracing is not supported") }
func StopTrace()                                                                 {}
func ReadTrace() []byte                                                          { return nil }
func SetDefaultGOMAXPROCS()                                                      {}
func SetCgoTraceback(version int, traceback, context, symbolizer unsafe.Pointer) {}

// A Pinner keeps objects where they are, which they are anyway, and from being collected.
type Pinner struct {
	pinned []any
}

// Pin keeps what pointer points to.
func (p *Pinner) Pin(pointer any) {
	p.pinned = append(p.pinned, pointer)
}

// Unpin undoes all Pins.
func (p *Pinner) Unpin() {
	p.pinned = nil
}
