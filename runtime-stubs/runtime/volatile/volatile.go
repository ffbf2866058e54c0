// Package volatile has loads and stores that the compiler neither drops nor moves: for registers of
// devices and for variables shared with interrupts. Calls of the functions are made in place.
package volatile

import "unsafe"

// LoadUint8 reads *addr.
func LoadUint8(addr *uint8) uint8

// LoadUint16 reads *addr.
func LoadUint16(addr *uint16) uint16

// LoadUint32 reads *addr.
func LoadUint32(addr *uint32) uint32

// LoadUint64 reads *addr, on a 32-bit core in two accesses.
func LoadUint64(addr *uint64) uint64

// StoreUint8 sets *addr.
func StoreUint8(addr *uint8, val uint8)

// StoreUint16 sets *addr.
func StoreUint16(addr *uint16, val uint16)

// StoreUint32 sets *addr.
func StoreUint32(addr *uint32, val uint32)

// StoreUint64 sets *addr, on a 32-bit core in two accesses.
func StoreUint64(addr *uint64, val uint64)

// LoadPointer reads *addr.
func LoadPointer(addr *unsafe.Pointer) unsafe.Pointer {
	return unsafe.Pointer(uintptr(LoadUint32((*uint32)(unsafe.Pointer(addr)))))
}

// StorePointer sets *addr.
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer) {
	StoreUint32((*uint32)(unsafe.Pointer(addr)), uint32(uintptr(val)))
}
