package time

// Timer sends the time once, or calls a function.
type Timer struct {
	C    <-chan Time
	init bool
}

// Ticker sends the time again and again.
type Ticker struct {
	C    <-chan Time
	init bool
}

// In package runtime.

func newTimer(when, period int64, f func(interface{}, uintptr, int64), arg interface{}, c chan Time) *Timer

func stopTimer(*Timer) bool

func resetTimer(t *Timer, when, period int64) bool

// after is the instant d from now; one too far away is the last that there is.
func after(d Duration) int64 {
	now := nanotime()
	if d <= 0 {
		return now
	}
	if t := now + int64(d); t > now {
		return t
	}
	return 1<<63 - 1
}

// sendTime sends the instant at which the timer was due, unless the one before was not received.
func sendTime(c interface{}, seq uintptr, late int64) {
	select {
	case c.(chan Time) <- Now().Add(Duration(-late)):
	default:
	}
}

func startFunc(f interface{}, seq uintptr, late int64) {
	go f.(func())()
}

// NewTimer gives a timer that sends the time on its channel after d.
func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := newTimer(after(d), 0, sendTime, c, c)
	t.C = c
	return t
}

// After is NewTimer(d).C.
func After(d Duration) <-chan Time {
	return NewTimer(d).C
}

// AfterFunc calls f in a goroutine of its own after d.
func AfterFunc(d Duration, f func()) *Timer {
	return newTimer(after(d), 0, startFunc, f, nil)
}

// Stop ends a timer, and tells whether that came in time.
func (t *Timer) Stop() bool {
	t.check("Stop")
	return stopTimer(t)
}

// Reset lets a timer begin again with d, and tells whether it was running.
func (t *Timer) Reset(d Duration) bool {
	t.check("Reset")
	return resetTimer(t, after(d), 0)
}

func (t *Timer) check(method string) {
	if !t.init {
		panic("time: " + method + " called on uninitialized Timer")
	}
}

// NewTicker gives a ticker that sends the time every d. It drops ticks that nobody receives.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	t := (*Ticker)(newTimer(after(d), int64(d), sendTime, c, c))
	t.C = c
	return t
}

// Stop ends a ticker. Its channel stays open.
func (t *Ticker) Stop() {
	if t.init {
		stopTimer((*Timer)(t))
	}
}

// Reset lets a ticker begin again with d.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if !t.init {
		panic("time: Reset called on uninitialized Ticker")
	}
	resetTimer((*Timer)(t), after(d), int64(d))
}

// Tick is NewTicker(d).C.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
