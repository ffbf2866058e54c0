//go:build lm3s6965 && qemu

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// UART0, a PL011 (LM3S6965 data sheet, chapter 12). Semihosting's own way to read waits forever
// where the console is a pipe.
const (
	uartData  = 0x4000c000
	uartFlags = 0x4000c018
	uartEmpty = 1 << 4
)

// chipGetchar is the next character from the console, or -1 if none has come yet.
func chipGetchar() int {
	if volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(uartFlags))))&uartEmpty != 0 {
		return -1
	}
	return int(volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(uartData)))) & 0xff)
}
