package runtime

import "unsafe"

// What the assembly, the linker and lowering provide on a target, for tests of the rest on a host.

var hostHeap [64 << 20]byte

var output []byte

func heapBase() uintptr {
	return (uintptr(unsafe.Pointer(&hostHeap)) + 15) &^ 15
}

func heapSize() uintptr { return uintptr(len(hostHeap)) - 16 }

func putchar(c byte) { output = append(output, c) }

func exit(code int) { panic("exit") }

func trap() { panic("trap") }

func getsp() uintptr { return 0 }

func traceback(sp uintptr) {}

// Code addresses are pointers to function values here.

func callEq(fn, a, b unsafe.Pointer) bool {
	return (*(*func(a, b unsafe.Pointer) bool)(fn))(a, b)
}

func callHash(fn, p unsafe.Pointer, seed uintptr) uintptr {
	return (*(*func(p unsafe.Pointer, seed uintptr) uintptr)(fn))(p, seed)
}

func callCode(code, ctx unsafe.Pointer) { panic("callCode") }

func embgo_try(f *deferFrame, code, ctx unsafe.Pointer) uintptr { panic("embgo_try") }

func embgo_unwind(f *deferFrame) { panic("embgo_unwind") }

var stackTop, stackBottom, irqStackTop, irqStackBottom byte

func usualStackSize() uintptr { return 4096 }

func embgo_switch(from, to *g) { panic("embgo_switch") }

func embgo_frame(top uintptr, code unsafe.Pointer) uintptr { return top }

func irqDisable() uintptr { return 0 }

func irqRestore(state uintptr) {}

func irqActive() bool { return false }

func waitForEvent() {}

func traceStack(pc, sp, top uintptr) {}

func dieAt(pc, sp uintptr) { panic("die") }

func reset() { panic("reset") }

// MemStats has the fields that the allocator sets.
type MemStats struct{ Alloc, TotalAlloc, HeapInuse, Mallocs uint64 }

// The clock stands unless the test moves it.

type timeUnit int64

var hostTicks timeUnit

func ticks() timeUnit { return hostTicks }

func sleepTicks(d timeUnit) { hostTicks += d }

func waitFor(t timeUnit) { hostTicks = t }

func ticksToNanoseconds(t timeUnit) int64 { return int64(t) }

func nanosecondsToTicks(ns int64) timeUnit { return timeUnit(ns) }
