//go:build (nrf && !qemu) || esp32c3 || esp32s3 || stm32f4 || rp2040

package runtime

// Chips with a generator of random numbers: their files provide randomByte.

func chipSeed() uint64 {
	seed := uint64(0)
	for i := 0; i < 8; i++ {
		seed = seed<<8 | uint64(randomByte())
	}
	return seed
}

func chipRandom(b []byte) bool {
	for i := 0; i < len(b); i++ {
		b[i] = randomByte()
	}
	return true
}
