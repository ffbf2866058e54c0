package runtime

// timeUnit counts ticks of the target's clock from the start of the program or of the chip. The
// target's file provides ticks, ticksToNanoseconds, nanosecondsToTicks and waitFor, which lets the
// processor sleep until an instant or an interrupt; it may return earlier, or at once where it cannot.
type timeUnit int64

// nanotime is the monotonic clock; packages time and others link to it.
func nanotime() int64 {
	return ticksToNanoseconds(ticks())
}

// timeSleep is time.Sleep.
func timeSleep(ns int64) {
	if ns <= 0 {
		return
	}
	d := nanosecondsToTicks(ns)
	if scheduling {
		sleep(d)
	} else {
		sleepTicks(d)
	}
}

// sleepTicks waits for d while nothing else has to run.
func sleepTicks(d timeUnit) {
	for end := ticks() + d; ticks() < end; {
		waitFor(end)
	}
}
