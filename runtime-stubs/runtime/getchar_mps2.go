//go:build mps2 && qemu

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// UART0 of the MPS2 (Cortex-M System Design Kit technical reference manual, "APB UART").
// Semihosting's own way to read waits forever where the console is a pipe.
const (
	uartData    = 0x40004000
	uartState   = 0x40004004
	uartControl = 0x40004008
	uartDivider = 0x40004010

	uartFull          = 1 << 1
	uartReceive       = 1 << 1
	uartLeastDivision = 16
)

// chipGetchar is the next character from the console, or -1 if none has come yet.
func chipGetchar() int {
	control := (*uint32)(unsafe.Pointer(uintptr(uartControl)))
	if volatile.LoadUint32(control)&uartReceive == 0 {
		volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(uartDivider))), uartLeastDivision)
		volatile.StoreUint32(control, uartReceive)
		// QEMU has kept what came before, and looks for room when a character is read.
		volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(uartData))))
	}
	if volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(uartState))))&uartFull == 0 {
		return -1
	}
	return int(volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(uartData)))) & 0xff)
}
