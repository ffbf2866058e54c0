package runtime

import "unsafe"

// Timers: a pairing heap (Fredman, Sedgewick, Sleator, Tarjan 1986) in the timers themselves, so
// that starting one never allocates. The first child of a timer is due no earlier than the timer;
// children of one timer are a list.

// timer is one entry. Those due at the same time come in the order in which they were started.
type timer struct {
	when  timeUnit
	order uint32
	child *timer
	next  *timer
	prev  *timer // the sibling before, or the parent of a first child
	g     *g     // whom to wake; nil for a callTimer
}

// callTimer is a timer that calls a function, which must not wait.
type callTimer struct {
	timer
	active bool
	period timeUnit // 0: once
	f      func(arg interface{}, seq uintptr, delta int64)
	arg    interface{}
	seq    uintptr
}

var (
	timers     *timer // the one that is due first
	timerOrder uint32
	inTimer    bool // a timer's function runs
)

const reasonSleep = "sleep"

// before tells whether t is due before u. The numbers of order may wrap around.
func (t *timer) before(u *timer) bool {
	return t.when < u.when || t.when == u.when && int32(t.order-u.order) < 0
}

// meld joins two heaps; each may be nil. Neither has siblings.
func meld(a, b *timer) *timer {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	if b.before(a) {
		a, b = b, a
	}
	b.prev = a
	b.next = a.child
	if a.child != nil {
		a.child.prev = b
	}
	a.child = b
	return a
}

// meldAll joins heaps that are siblings: two by two from the first on, then all from the last one
// to the first, which is what keeps the heap flat.
func meldAll(first *timer) *timer {
	var pairs *timer // linked by next, the last pair first
	for first != nil {
		a := first
		b := a.next
		a.next = nil
		first = nil
		if b != nil {
			first = b.next
			b.next = nil
		}
		m := meld(a, b)
		m.next = pairs
		pairs = m
	}
	var all *timer
	for pairs != nil {
		next := pairs.next
		pairs.next = nil
		all = meld(all, pairs)
		pairs = next
	}
	return all
}

func addTimer(t *timer) {
	timerOrder++
	t.order = timerOrder
	t.child = nil
	t.next = nil
	t.prev = nil
	timers = meld(timers, t)
	timers.prev = nil
}

func removeTimer(t *timer) {
	children := meldAll(t.child)
	t.child = nil
	if t == timers {
		timers = children
	} else {
		if t.prev.child == t {
			t.prev.child = t.next
		} else {
			t.prev.next = t.next
		}
		if t.next != nil {
			t.next.prev = t.prev
		}
		timers = meld(timers, children)
	}
	if timers != nil {
		timers.prev = nil
	}
}

// runTimers does what is due.
func runTimers() {
	if timers == nil {
		return
	}
	now := ticks()
	for t := timers; t != nil && t.when <= now; t = timers {
		removeTimer(t)
		if t.g != nil {
			state := lock()
			makeReady(t.g)
			unlock(state)
		} else {
			(*callTimer)(unsafe.Pointer(t)).run(now)
		}
	}
}

func (t *callTimer) run(now timeUnit) {
	late := ticksToNanoseconds(now - t.when)
	if t.period > 0 {
		// The next whole period after now: those that were missed are dropped.
		t.when += t.period * (1 + (now-t.when)/t.period)
		addTimer(&t.timer)
	} else {
		t.active = false
	}
	inTimer = true
	t.f(t.arg, t.seq, late)
	inTimer = false
}

// sleep lets the running goroutine wait for d.
func sleep(d timeUnit) {
	gp := current
	gp.timer.when = ticks() + d
	gp.timer.g = gp
	addTimer(&gp.timer)
	park(reasonSleep)
}
