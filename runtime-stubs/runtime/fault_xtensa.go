//go:build xtensa && !panic.trap

package runtime

import "unsafe"

// What embgo_exception saves: a0, a2 to a11, and what it keeps beside them.
type exceptionFrame [36]uintptr

// fault is where exceptions, and interrupts without a handler, go. The frame is nil if the stack had
// no room for one. The second line is for embgo, which says what the words mean: pc, the address that
// was accessed, sp, the saved registers.
//
//export embgo_fault
func fault(cause, pc, value uintptr, frame *exceptionFrame) {
	dying = true
	printstring("fatal error: ")
	sp := uintptr(unsafe.Pointer(frame))
	if low, high := stackAround(sp); sp-low > high-low {
		printOverflow()
		halt()
	}
	if cause>>31 != 0 {
		// Called with the stack of the handler: there are no registers to show.
		printstring("no handler for interrupt ")
		printuint32(uint32(cause & (1<<31 - 1)))
		printnl()
		dieAt(pc, sp)
	}
	printstring("exception ")
	printuint32(uint32(cause))
	printstring("\nfault:")
	printword(pc)
	printword(value)
	sp += unsafe.Sizeof(*frame)
	printword(sp)
	for _, register := range frame[:11] {
		printword(register)
	}
	printnl()
	dieAt(0, sp)
}
