//go:build imxrt106x

package runtime

import "machine"

// chipSeed is the clock's if the generator fails.
func chipSeed() uint64 {
	high, err := machine.GetRNG()
	low, err2 := machine.GetRNG()
	if err != nil || err2 != nil {
		return uint64(ticks())
	}
	return uint64(high)<<32 | uint64(low)
}

func chipRandom(b []byte) bool {
	for i := 0; i < len(b); {
		word, err := machine.GetRNG()
		if err != nil {
			return false
		}
		for n := 0; n < 4 && i < len(b); n++ {
			b[i] = byte(word >> (8 * n))
			i++
		}
	}
	return true
}
