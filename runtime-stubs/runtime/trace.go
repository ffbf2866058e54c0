package runtime

import "unsafe"

const traceMax = 16

// traceback prints what looks like return addresses on the stack above sp, the innermost first, as
// one line that a monitor with the ELF file turns into functions and lines:
//
//	trace: 0x1a3 0x245
//
// There are no frame pointers to follow; a word counts if it points behind a call instruction. A
// stale one left from an earlier call can be among them, and a call in tail position leaves none.
func traceback(sp uintptr) {
	_, top := stackAround(sp)
	traceStack(0, sp, top)
}

// traceStack is traceback for a stack that ends at top. An address that is known otherwise comes
// first, unless it is 0.
func traceStack(pc, sp, top uintptr) {
	printstring("trace:")
	if pc != 0 {
		printword(pc)
	}
	low := uintptr(unsafe.Pointer(&textStart)) + 4
	size := uintptr(unsafe.Pointer(&textEnd)) - low
	n := traceMax
	for sp = (sp + 3) &^ 3; sp < top && n != 0; sp += 4 {
		v := *(*uintptr)(unsafe.Pointer(sp))
		if v-low <= size && isReturnAddress(v) {
			printword(v)
			n--
		}
	}
	printnl()
}

func printword(v uintptr) {
	printsp()
	printaddress(v)
}

// dieAt ends the program with a trace of the running goroutine's stack above sp.
//
//go:noinline
//go:cold
func dieAt(pc, sp uintptr) {
	dying = true
	printGoroutineHeader(getg().id, "running")
	_, top := stackAround(sp)
	traceStack(pc, sp, top)
	halt()
}

// checkFailed reports that the function at pc needs more bytes of stack than are left above sp. It
// is called by the checks that the analysis of stacks puts into some programs, and not linked into
// others.
//
//export embgo_stack_overflow
func checkFailed(need, left, pc, sp uintptr) {
	printstring("fatal error: stack overflow: ")
	low, high := stackAround(sp)
	if interrupts && low == uintptr(unsafe.Pointer(&irqStackBottom)) {
		printstring("an interrupt handler has ")
	} else {
		printstring("goroutine ")
		printint32(int32(getg().id + 1))
		printstring(" has ")
	}
	printuint32(uint32(high - low))
	printstring(" bytes of stack, ")
	printint32(int32(left))
	printstring(" of them free, and a function needs ")
	printuint32(uint32(need))
	printnl()
	dieAt(pc, sp)
}
