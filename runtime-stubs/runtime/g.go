package runtime

import "unsafe"

// g is a goroutine. One other than main's lies at the upper end of the memory of its stack.
type g struct {
	sp     uintptr // while another goroutine runs; embgo_switch knows that it is the first field
	low    uintptr // the lowest address of the stack, where the canary is
	frames *deferFrame
	panics *panicking
	id     int // main's is 0; shown with one added
	fn     func()
	next   *g      // in the list of those that are ready, or of those that have ended
	other  *g      // in the list of all
	reason string  // why it waits, if it does
	wait   waiter  // its place in a queue, unless it waits in a select
	chosen *waiter // which of its places in queues was served
	timer  timer   // wakes it from Sleep
	ended  bool
}

var mainG g

// current is the goroutine that runs. Nothing but the scheduler changes it: in a program without
// goroutines the compiler sees that it is always main's.
var current = &mainG

func getg() *g {
	return current
}

// stackAround is where the stack lies that sp points into: the handlers' or that of the running
// goroutine.
func stackAround(sp uintptr) (low, high uintptr) {
	if interrupts {
		low, high = uintptr(unsafe.Pointer(&irqStackBottom)), uintptr(unsafe.Pointer(&irqStackTop))
		if sp-low <= high-low {
			return low, high
		}
	}
	return stackRange()
}

// stackRange is where the stack of the running goroutine lies.
func stackRange() (low, high uintptr) {
	return stackOf(current)
}

func stackOf(gp *g) (low, high uintptr) {
	if gp != &mainG {
		return gp.low, uintptr(unsafe.Pointer(gp))
	}
	return uintptr(unsafe.Pointer(&stackBottom)), uintptr(unsafe.Pointer(&stackTop))
}
