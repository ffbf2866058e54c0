//go:build nrf && !qemu

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// randomByte waits for the next byte of the generator, with its correction of bias on (nRF52840
// Product Specification, RNG; the nRF51's is the same).
func randomByte() byte {
	const rng = 0x4000d000
	volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(rng+0x504))), 1) // CONFIG
	volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(rng+0x100))), 0) // EVENTS_VALRDY
	volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(rng))), 1)       // TASKS_START
	for volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(rng+0x100)))) == 0 {
	}
	return byte(volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(rng + 0x508))))) // VALUE
}
