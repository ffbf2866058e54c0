//go:build imxrt106x && !teensy

package machine

import (
	"device/arm"
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

//go:linkname romCall embgo_call
func romCall(a, b, function uintptr) uintptr

// romTree is what the boot ROM's interface begins with (IMXRT1060RM, "ROM APIs"); its address is in the
// ROM's vector table.
type romTree struct {
	version       uint32
	copyright     uintptr
	runBootloader uintptr
}

const (
	romBase = 0x00200000
	romAPI  = romBase + 0x1c
)

// romRequest is what runBootloader is asked for: its mark, the serial downloader, on USB or the serial
// port, whichever speaks first ("Enter Bootloader").
var romRequest uint32

// EnterBootloader starts the serial downloader in the boot ROM, which takes a program into RAM over USB or
// LPUART1: NXP's tools load one that writes the flash.
func EnterBootloader() {
	interrupt.Disable()
	// The ROM is out of bounds so far. Region 7, of 128 KB: read-only, written through.
	const (
		control  = 0xe000ed94 // MPU_CTRL (Armv7-M B3.5)
		base     = control + 8
		rasr     = control + 12
		valid    = 1 << 4
		readOnly = 6 << 24
		through  = 1 << 17
		size     = 16 << 1
		enable   = 1 << 0
	)
	store := func(at uintptr, word uint32) {
		volatile.StoreUint32((*uint32)(unsafe.Pointer(at)), word)
	}
	store(base, romBase|valid|7)
	store(rasr, readOnly|through|size|enable)
	arm.Asm("dsb")
	arm.Asm("isb")
	const mark, downloader = 0xeb << 24, 1 << 20
	volatile.StoreUint32(&romRequest, mark|downloader)
	tree := *(**romTree)(unsafe.Pointer(uintptr(romAPI)))
	romCall(uintptr(unsafe.Pointer(&romRequest)), 0, tree.runBootloader)
}
