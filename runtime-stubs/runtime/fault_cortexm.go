//go:build cortexm && !panic.trap

package runtime

import "unsafe"

// What the processor stacks at an exception: ARMv7-M B1.5.6.
type exceptionFrame struct {
	r0, r1, r2, r3, r12, lr, pc, psr uintptr
}

// fault is where exceptions without a handler go.
//
//export embgo_fault
func fault(frame *exceptionFrame, number uintptr) {
	dying = true
	printstring("fatal error: ")
	sp := uintptr(unsafe.Pointer(frame))
	if low, high := stackRange(); sp-low > high-low {
		printOverflow()
		exit(2)
	}
	switch number {
	case 3:
		printstring("HardFault")
	case 4:
		printstring("MemManage")
	case 5:
		printstring("BusFault")
	case 6:
		printstring("UsageFault")
	default:
		printstring("exception ")
		printuint32(uint32(number))
	}
	printstring(" pc=")
	printaddress(frame.pc)
	printstring(" lr=")
	printaddress(frame.lr)
	printstring(" sp=")
	printaddress(sp)
	// ARMv6-M has no fault status register (architecture field of CPUID: B3.2.3).
	if peek(0xe000ed00)>>16&0xf == 0xf {
		printstring(" cfsr=")
		printaddress(peek(0xe000ed28))
		printstring(" address=")
		printaddress(peek(0xe000ed38))
	}
	printnl()
	traceback(sp)
	exit(2)
}

func peek(address uintptr) uintptr {
	return *(*uintptr)(unsafe.Pointer(address))
}
