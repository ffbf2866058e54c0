//go:build rp2040

package machine

import (
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

//go:linkname romCall embgo_call
func romCall(a, b, function uintptr) uintptr

// romFunction finds a function of the ROM by its two letters (RP2040 Datasheet, section 2.8.3: the
// addresses of the table of functions and of what looks them up are at 0x14 and 0x18).
func romFunction(first, second byte) uintptr {
	half := func(at uintptr) uintptr {
		return uintptr(volatile.LoadUint16((*uint16)(unsafe.Pointer(at))))
	}
	return romCall(half(0x14), uintptr(first)|uintptr(second)<<8, half(0x18))
}

// EnterBootloader restarts the chip as the drive RPI-RP2, with USB PICOBOOT beside it (section
// 2.8.3.1.5: reset_to_usb_boot, without an LED for activity and with both interfaces).
func EnterBootloader() {
	interrupt.Disable()
	romCall(0, 0, romFunction('U', 'B'))
}
