//go:build xtensa

package runtime

import "unsafe"

// fault is where exceptions, and interrupts without a handler, go. The frame is nil if the stack had
// no room for one.
//
//export embgo_fault
func fault(cause, pc, value uintptr, frame unsafe.Pointer) {
	dying = true
	printstring("fatal error: ")
	sp := uintptr(frame)
	if low, high := stackAround(sp); sp-low > high-low {
		printOverflow()
		halt()
	}
	if cause>>31 != 0 {
		printstring("interrupt ")
		cause &= 1<<31 - 1
	} else {
		printstring("exception ")
	}
	printuint32(uint32(cause))
	printstring(" pc=")
	printaddress(pc)
	printstring(" value=")
	printaddress(value)
	printstring(" sp=")
	printaddress(sp)
	printnl()
	traceback(sp)
	halt()
}
