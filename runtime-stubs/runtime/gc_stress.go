//go:build gcstress && !gc.leaking && !gc.none

package runtime

// The build tag gcstress: a collection at every few allocations, and freed memory is overwritten,
// so that an object that the collector wrongly took for dead shows at once.

const (
	gcStress      = true
	stressEvery   = 3
	stressPattern = 0xa5a5a5a5
)

var stressCount int

func stress() {
	if incremental {
		stressSteps()
		return
	}
	stressCount++
	if stressCount >= stressEvery {
		stressCount = 0
		collect()
	}
}

func poison(p, size uintptr) {
	for end := p + size; p < end; p += wordSize {
		*word(p) = stressPattern
	}
}
