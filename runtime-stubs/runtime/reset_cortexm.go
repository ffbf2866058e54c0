//go:build cortexm

package runtime

import "unsafe"

// reset resets the processor and its peripherals: SYSRESETREQ in AIRCR (ARMv7-M B3.2.6).
func reset() {
	for {
		*(*uintptr)(unsafe.Pointer(uintptr(0xe000ed0c))) = 0x05fa0004
		waitForEvent()
	}
}
