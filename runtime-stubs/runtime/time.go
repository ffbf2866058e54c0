package runtime

// timeUnit counts ticks of the target's clock from the start of the program or of the chip. The
// target's file provides ticks, ticksToNanoseconds, nanosecondsToTicks and waitFor, which lets the
// processor sleep until an instant or an interrupt; it may return earlier, or at once where it cannot.
type timeUnit int64

// nanotime is the monotonic clock; packages time and others link to it.
func nanotime() int64 {
	return ticksToNanoseconds(ticks())
}

// timeNano and what follows is for package time.
//
//go:linkname timeNano time.runtimeNano
func timeNano() int64 {
	return nanotime()
}

//go:linkname timeNow time.runtimeNow
func timeNow() (sec int64, nsec int32, mono int64) {
	return wallTime()
}

//go:linkname timeWall time.now
func timeWall() (sec int64, nsec int32, mono int64) {
	return wallTime()
}

//go:linkname timeIsBubbled time.runtimeIsBubbled
func timeIsBubbled() bool {
	return false
}

// timeOffset is what the clock on the wall showed, in nanoseconds since 1970, when the monotonic
// clock was 0: 0 itself on a chip that knows no time of day until somebody sets it.
var (
	timeOffset int64
	timeKnown  bool // whether the chip has been asked
)

// AdjustTimeOffset moves the clock on the wall, time.Now, by that many nanoseconds.
func AdjustTimeOffset(offset int64) {
	wallTime()
	timeOffset += offset
}

func wallTime() (sec int64, nsec int32, mono int64) {
	mono = nanotime()
	if !timeKnown {
		timeKnown = true
		if t := chipTime(); t != 0 {
			timeOffset = t - mono
		}
	}
	wall := timeOffset + mono
	sec = wall / 1000000000
	return sec, int32(wall - sec*1000000000), mono
}

//go:linkname timeSleep time.Sleep
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
