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
	_, top := stackRange()
	traceStack(sp, top)
}

// traceStack is traceback for a stack that ends at top.
func traceStack(sp, top uintptr) {
	printstring("trace:")
	low := uintptr(unsafe.Pointer(&textStart)) + 4
	size := uintptr(unsafe.Pointer(&textEnd)) - low
	n := traceMax
	for sp = (sp + 3) &^ 3; sp < top && n != 0; sp += 4 {
		v := *(*uintptr)(unsafe.Pointer(sp))
		if v-low <= size && isReturnAddress(v) {
			printsp()
			printaddress(v)
			n--
		}
	}
	printnl()
}
