//go:build stm32f4

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// randomByte takes a byte of the generator, which gives a word each 40 cycles of the 48 MHz clock
// (RM0090, chapter 24).
func randomByte() byte {
	const (
		enable  = 0x40023834 // RCC_AHB2ENR
		control = 0x50060800 // RNG_CR
		status  = control + 4
		data    = control + 8
	)
	ahb := (*uint32)(unsafe.Pointer(uintptr(enable)))
	volatile.StoreUint32(ahb, volatile.LoadUint32(ahb)|1<<6)
	volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(control))), 1<<2)
	for volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(status))))&1 == 0 {
	}
	return byte(volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(data)))))
}
