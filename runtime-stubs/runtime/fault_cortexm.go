//go:build cortexm && !panic.trap

package runtime

import "unsafe"

// What the processor stacks at an exception: ARMv7-M B1.5.6.
type exceptionFrame [8]uintptr // r0 r1 r2 r3 r12 lr pc psr

// fault is where exceptions without a handler go. The second line is for embgo, which says what the
// words mean: sp, the stacked registers, CFSR, and the address that caused it.
//
//export embgo_fault
func fault(frame *exceptionFrame, number uintptr) {
	dying = true
	printstring("fatal error: ")
	sp := uintptr(unsafe.Pointer(frame))
	if low, high := stackAround(sp); sp-low > high-low {
		printOverflow()
		halt()
	}
	printstring("exception ")
	printuint32(uint32(number))
	printstring("\nfault:")
	sp += unsafe.Sizeof(*frame)
	printword(sp)
	for _, register := range frame {
		printword(register)
	}
	// ARMv6-M has no fault status register (architecture field of CPUID: B3.2.3).
	if peek(0xe000ed00)>>16&0xf == 0xf {
		printword(peek(0xe000ed28))
		printword(peek(0xe000ed38))
	}
	printnl()
	dieAt(0, sp)
}

func peek(address uintptr) uintptr {
	return *(*uintptr)(unsafe.Pointer(address))
}
