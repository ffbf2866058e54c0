package runtime

import "unsafe"

// Timers of package time, which declares these functions with its own types.

// timeTimer begins as time.Timer and time.Ticker do.
type timeTimer struct {
	c    unsafe.Pointer
	init bool
	t    callTimer
	ch   *hchan // for a timer with a channel: what is in it is taken back when the timer is changed
}

// newTimer starts a timer that calls f at the instant when, in nanoseconds, and then every period.
//
//go:linkname newTimer time.newTimer
func newTimer(when, period int64, f func(arg interface{}, seq uintptr, delta int64), arg interface{}, ch *hchan) *timeTimer {
	t := new(timeTimer)
	t.init = true
	t.ch = ch
	if ch != nil {
		ch.timed = true
	}
	t.t.f = f
	t.t.arg = arg
	t.start(when, period)
	return t
}

func (t *timeTimer) start(when, period int64) {
	if when < 0 {
		when = 1<<63 - 1
	}
	t.t.when = nanosecondsToTicks(when)
	t.t.period = nanosecondsToTicks(period)
	t.t.active = true
	addTimer(&t.t.timer)
	startScheduling()
}

// stop tells whether the timer was running, or had fired without anybody knowing.
func (t *timeTimer) stop() bool {
	pending := t.t.active
	if pending {
		t.t.active = false
		removeTimer(&t.t.timer)
	}
	if t.ch != nil && t.ch.count != 0 {
		t.ch.dequeue(nil)
		pending = true
	}
	return pending
}

//go:linkname stopTimer time.stopTimer
func stopTimer(t *timeTimer) bool {
	return t.stop()
}

//go:linkname resetTimer time.resetTimer
func resetTimer(t *timeTimer, when, period int64) bool {
	pending := t.stop()
	t.start(when, period)
	return pending
}
