package runtime

// timeUnit counts ticks of the target's clock from the start of the program or of the chip. The
// target's file provides ticks, ticksToNanoseconds, nanosecondsToTicks and sleepTicks.
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
