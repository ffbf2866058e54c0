//go:build (nrf && !qemu) || esp32c3 || esp32s3 || stm32f4 || rp2040

package machine

import _ "unsafe" // for go:linkname

// GetRNG gives 32 bits from the chip's generator of random numbers.
func GetRNG() (uint32, error) {
	r := uint32(0)
	for i := 0; i < 4; i++ {
		r = r<<8 | uint32(randomByte())
	}
	return r, nil
}

//go:linkname randomByte runtime.randomByte
func randomByte() byte
