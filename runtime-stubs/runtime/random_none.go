//go:build fe310

package runtime

// A chip without a generator: the clock is all that differs from start to start.

func chipSeed() uint64 {
	return uint64(ticks())
}

func chipRandom(b []byte) bool {
	return false
}
