package runtime

import "unsafe"

// The scheduler: one core, cooperative. A goroutine runs until it waits for something or calls
// Gosched; then the one that has been ready longest goes on, switched to directly, on its own
// stack. When none is ready, the goroutine that waits also waits for the next timer or interrupt.
//
// Nothing here is linked into a program that neither starts a goroutine nor waits for one: what
// such programs also call asks the variable scheduling, which is then never set.

const (
	stackAlign = 16
	// pollTimers is how many switches may pass before the clock is looked at, a power of two.
	pollTimers = 32
)

var (
	// scheduling is set once there can be somebody to switch to.
	scheduling bool
	// interrupts tells that the program has interrupt handlers, which may make goroutines ready.
	// Lowering gives it its value.
	interrupts bool

	readyFirst *g
	readyLast  *g  // of no meaning if there is no first
	ended      *g  // goroutines whose stacks can be used again
	lastG      *g  // the end of the list of all, which begins with mainG
	running    int // goroutines that have not ended, besides main's
	started    int // goroutines ever started; the last number given
	turns      uint8
)

// lock keeps interrupt handlers from what they share with the goroutines.
func lock() uintptr {
	if interrupts {
		return irqDisable()
	}
	return 0
}

func unlock(state uintptr) {
	if interrupts {
		irqRestore(state)
	}
}

// newproc starts a goroutine that calls fn, on a stack of at least the given size, or the target's
// usual size if that is 0. It is the go statement.
func newproc(fn func(), size uintptr) {
	if fn == nil {
		fatal("go of nil func value")
	}
	if interrupts && irqActive() {
		fatal("an interrupt handler starts a goroutine")
	}
	startScheduling()
	gp := newG(size)
	started++
	running++
	gp.id = started
	gp.fn = fn
	prepare(gp)
	state := lock()
	makeReady(gp)
	unlock(state)
}

// prepare makes a goroutine begin when it is switched to.
func prepare(gp *g) {
	top := uintptr(unsafe.Pointer(gp)) &^ (stackAlign - 1)
	gp.sp = embgo_frame(top, codeOf(closureOf(begin)))
}

// startScheduling prepares main's goroutine for being one of several.
func startScheduling() {
	if !scheduling {
		scheduling = true
		lastG = &mainG
		mainG.low = uintptr(unsafe.Pointer(&stackBottom))
		setCanary(mainG.low)
	}
}

// newG gives a goroutine with a stack, one that has ended if there is one with enough of it.
func newG(size uintptr) *g {
	if size == 0 {
		// All that a goroutine takes has that size, so that it fits into whole blocks of the heap.
		size = usualStackSize() - unsafe.Sizeof(g{})
	}
	for link := &ended; *link != nil; link = &(*link).next {
		gp := *link
		if uintptr(unsafe.Pointer(gp))-gp.low >= size {
			*link = gp.next
			gp.ended = false
			gp.frames = nil
			gp.panics = nil
			return gp
		}
	}
	size = (size + heapAlign - 1) &^ (heapAlign - 1)
	low := uintptr(alloc(size+unsafe.Sizeof(g{}), layoutNoPointers|layoutNotZeroed))
	gp := (*g)(unsafe.Pointer(low + size))
	*gp = g{low: low}
	setCanary(low)
	lastG.other = gp
	lastG = gp
	return gp
}

// begin is where a goroutine begins.
func begin() {
	fn := current.fn
	current.fn = nil
	fn()
	endGoroutine()
}

// endGoroutine leaves the running goroutine for good.
//
//go:noreturn
func endGoroutine() {
	gp := current
	gp.ended = true
	if gp != &mainG {
		running--
	}
	// Waiting for another goroutine still takes place on this stack, so only then is it free.
	free(pick())
}

// leave ends the running goroutine and goes on with another.
//
//go:noreturn
func leave(next *g) {
	current.ended = true
	running--
	free(next)
}

// free goes on with another goroutine and gives the stack of the running one away.
//
//go:noreturn
func free(next *g) {
	gp := current
	if gp != &mainG {
		gp.next = ended
		ended = gp
	}
	switchTo(gp, next)
}

// makeReady puts a goroutine at the end of those that are ready. The caller has called lock.
func makeReady(gp *g) {
	gp.next = nil
	if readyFirst == nil {
		readyFirst = gp
	} else {
		readyLast.next = gp
	}
	readyLast = gp
}

// park waits until the running goroutine has been made ready, which it may be already.
func park(reason string) {
	if interrupts && irqActive() {
		fatal("an interrupt handler waits for a goroutine")
	}
	gp := current
	gp.reason = reason
	next := pick()
	if next != gp {
		switchTo(gp, next)
	}
}

// setCanary puts into the last word of a stack what must stay there: its own address.
func setCanary(low uintptr) {
	*(*uintptr)(unsafe.Pointer(low)) = low
}

func switchTo(from, to *g) {
	low := from.low
	if *(*uintptr)(unsafe.Pointer(low)) != low || getsp() < low {
		stackOverflow()
	}
	current = to
	embgo_switch(from, to)
}

// stackOverflow reports that the running goroutine has used more stack than it has.
//
//go:noinline
//go:cold
func stackOverflow() {
	dying = true
	printstring("fatal error: ")
	printOverflow()
	die()
}

func printOverflow() {
	printstring("stack overflow")
	if scheduling {
		low, high := stackRange()
		printstring(": goroutine ")
		printint32(int32(current.id + 1))
		printstring(" has ")
		printuint32(uint32(high - low))
		printstring(" bytes of stack")
	}
	printnl()
}

// pick takes the goroutine that has been ready longest, and waits for one if there is none.
func pick() *g {
	if timers != nil {
		turns++
		if turns&(pollTimers-1) == 0 {
			runTimers()
		}
	}
	for {
		state := lock()
		gp := readyFirst
		if gp != nil {
			readyFirst = gp.next
			unlock(state)
			return gp
		}
		unlock(state)
		idle()
	}
}

// idle waits until a goroutine may be ready, with the processor asleep where it can be.
func idle() {
	if incremental && idleWork() {
		if timers != nil {
			runTimers()
		}
	} else if timers != nil {
		waitUntil(timers.when)
		runTimers()
	} else if interrupts {
		state := lock()
		if readyFirst == nil {
			waitForEvent()
		}
		unlock(state)
	} else {
		deadlock()
	}
}

// waitUntil waits for a timer that is due at t, or for an interrupt.
func waitUntil(t timeUnit) {
	if !interrupts {
		if d := t - ticks(); d > 0 {
			sleepTicks(d)
		}
		return
	}
	// An interrupt that is pending ends the wait even while it is masked.
	state := lock()
	if readyFirst == nil && ticks() < t {
		waitFor(t)
	}
	unlock(state)
}

// exiting tells that the program may call Goexit. Lowering gives it its value.
var exiting = true

//go:noinline
//go:cold
func deadlock() {
	if exiting && mainG.ended {
		fatalAll("no goroutines (main called runtime.Goexit) - deadlock!")
	}
	fatalAll("all goroutines are asleep - deadlock!")
}

// fatalAll reports an error that is not one goroutine's, with the traces of all.
//
//go:noinline
//go:cold
func fatalAll(s string) {
	dying = true
	printstring("fatal error: ")
	printstring(s)
	printnl()
	for gp := &mainG; gp != nil; gp = gp.other {
		if !gp.ended {
			printGoroutine(gp)
		}
	}
	halt()
}

func printGoroutine(gp *g) {
	reason := gp.reason
	if reason == "" {
		reason = "runnable"
	}
	printGoroutineHeader(gp.id, reason)
	sp, top := gp.sp, uintptr(unsafe.Pointer(gp))
	if gp == current {
		sp = getsp()
	}
	if gp == &mainG {
		top = uintptr(unsafe.Pointer(&stackTop))
	}
	traceStack(0, sp, top)
}

// Gosched lets the other goroutines that are ready run first.
func Gosched() {
	if scheduling {
		state := lock()
		makeReady(current)
		unlock(state)
		park("")
	}
}

// takeTurns is called where a goroutine has received at once what it might have waited for: it must
// not do so for ever while others are ready. What it gives directly to one that waits needs no such
// care, nor does sending into a buffer: neither can go on for ever without the other.
func takeTurns() {
	turns++
	if turns&(pollTimers-1) == 0 {
		letOthersRun()
	}
}

//go:noinline
func letOthersRun() {
	if !inTimer && !irqActive() {
		runTimers()
		if readyFirst != nil {
			Gosched()
		}
	}
}

// yieldWhenPolling is called where a goroutine finds that it would have to wait and does not: if
// it tries again and again, the others must be able to run.
func yieldWhenPolling() {
	if scheduling && !inTimer && (readyFirst != nil || timers != nil) && !irqActive() {
		Gosched()
	}
}

// NumGoroutine is the number of goroutines that exist.
func NumGoroutine() int {
	n := running + 1
	if mainG.ended {
		n--
	}
	return n
}
