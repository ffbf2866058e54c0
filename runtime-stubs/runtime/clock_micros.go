//go:build imxrt106x || (nrf && !qemu) || stm32f4 || rp2040 || esp32c3

package runtime

// Chips whose clock counts microseconds.

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t) * 1000
}

func nanosecondsToTicks(ns int64) timeUnit {
	// 2^32 / 1000, rounded up so that whole microseconds stay whole.
	return timeUnit(scale(ns, 0, 4294968))
}
