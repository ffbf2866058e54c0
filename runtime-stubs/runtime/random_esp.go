//go:build esp32c3 || esp32s3

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// randomByte reads the random number register, which mixes in noise every few microseconds. As long
// as neither the radio nor the converter is on, the noise is that of the 8 MHz oscillator only
// (ESP32-C3 Technical Reference Manual, chapter 25).
func randomByte() byte {
	for end := ticks() + 16; ticks() < end; {
	}
	return byte(volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(randomRegister)))))
}
