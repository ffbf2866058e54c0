//go:build rp2040

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// randomByte makes a byte of the ring oscillator's random bit (RP2040 Datasheet, 2.17.5), with von
// Neumann's correction: of two bits that differ the first counts.
func randomByte() byte {
	bit := (*uint32)(unsafe.Pointer(uintptr(0x4006001c)))
	b := byte(0)
	for n := 0; n < 8; {
		first := volatile.LoadUint32(bit) & 1
		for i := 0; i < 8; i++ {
			volatile.LoadUint32(bit)
		}
		if second := volatile.LoadUint32(bit) & 1; first != second {
			b = b<<1 | byte(first)
			n++
		}
	}
	return b
}
