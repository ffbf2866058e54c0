// Package atomic has operations on memory that nothing interrupts, not even an interrupt handler.
package atomic

import "unsafe"

// A call of one of these functions is made in place, as the processor's own instructions or with
// interrupts masked; so is the one in its body, which serves where a function is used as a value.

// LoadInt32 gives *addr.
func LoadInt32(addr *int32) (val int32) { return LoadInt32(addr) }

// StoreInt32 sets *addr.
func StoreInt32(addr *int32, val int32) { StoreInt32(addr, val) }

// SwapInt32 sets *addr and gives what it was.
func SwapInt32(addr *int32, new int32) (old int32) { return SwapInt32(addr, new) }

// CompareAndSwapInt32 sets *addr if it is old.
func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool) {
	return CompareAndSwapInt32(addr, old, new)
}

// AddInt32 adds to *addr and gives the sum.
func AddInt32(addr *int32, delta int32) (new int32) { return AddInt32(addr, delta) }

// AndInt32 sets *addr to its bits that mask has too, and gives what it was.
func AndInt32(addr *int32, mask int32) (old int32) { return AndInt32(addr, mask) }

// OrInt32 sets the bits of mask in *addr and gives what it was.
func OrInt32(addr *int32, mask int32) (old int32) { return OrInt32(addr, mask) }

// LoadInt64 gives *addr.
func LoadInt64(addr *int64) (val int64) { return LoadInt64(addr) }

// StoreInt64 sets *addr.
func StoreInt64(addr *int64, val int64) { StoreInt64(addr, val) }

// SwapInt64 sets *addr and gives what it was.
func SwapInt64(addr *int64, new int64) (old int64) { return SwapInt64(addr, new) }

// CompareAndSwapInt64 sets *addr if it is old.
func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool) {
	return CompareAndSwapInt64(addr, old, new)
}

// AddInt64 adds to *addr and gives the sum.
func AddInt64(addr *int64, delta int64) (new int64) { return AddInt64(addr, delta) }

// AndInt64 sets *addr to its bits that mask has too, and gives what it was.
func AndInt64(addr *int64, mask int64) (old int64) { return AndInt64(addr, mask) }

// OrInt64 sets the bits of mask in *addr and gives what it was.
func OrInt64(addr *int64, mask int64) (old int64) { return OrInt64(addr, mask) }

// LoadUint32 gives *addr.
func LoadUint32(addr *uint32) (val uint32) { return LoadUint32(addr) }

// StoreUint32 sets *addr.
func StoreUint32(addr *uint32, val uint32) { StoreUint32(addr, val) }

// SwapUint32 sets *addr and gives what it was.
func SwapUint32(addr *uint32, new uint32) (old uint32) { return SwapUint32(addr, new) }

// CompareAndSwapUint32 sets *addr if it is old.
func CompareAndSwapUint32(addr *uint32, old, new uint32) (swapped bool) {
	return CompareAndSwapUint32(addr, old, new)
}

// AddUint32 adds to *addr and gives the sum.
func AddUint32(addr *uint32, delta uint32) (new uint32) { return AddUint32(addr, delta) }

// AndUint32 sets *addr to its bits that mask has too, and gives what it was.
func AndUint32(addr *uint32, mask uint32) (old uint32) { return AndUint32(addr, mask) }

// OrUint32 sets the bits of mask in *addr and gives what it was.
func OrUint32(addr *uint32, mask uint32) (old uint32) { return OrUint32(addr, mask) }

// LoadUint64 gives *addr.
func LoadUint64(addr *uint64) (val uint64) { return LoadUint64(addr) }

// StoreUint64 sets *addr.
func StoreUint64(addr *uint64, val uint64) { StoreUint64(addr, val) }

// SwapUint64 sets *addr and gives what it was.
func SwapUint64(addr *uint64, new uint64) (old uint64) { return SwapUint64(addr, new) }

// CompareAndSwapUint64 sets *addr if it is old.
func CompareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool) {
	return CompareAndSwapUint64(addr, old, new)
}

// AddUint64 adds to *addr and gives the sum.
func AddUint64(addr *uint64, delta uint64) (new uint64) { return AddUint64(addr, delta) }

// AndUint64 sets *addr to its bits that mask has too, and gives what it was.
func AndUint64(addr *uint64, mask uint64) (old uint64) { return AndUint64(addr, mask) }

// OrUint64 sets the bits of mask in *addr and gives what it was.
func OrUint64(addr *uint64, mask uint64) (old uint64) { return OrUint64(addr, mask) }

// LoadUintptr gives *addr.
func LoadUintptr(addr *uintptr) (val uintptr) { return LoadUintptr(addr) }

// StoreUintptr sets *addr.
func StoreUintptr(addr *uintptr, val uintptr) { StoreUintptr(addr, val) }

// SwapUintptr sets *addr and gives what it was.
func SwapUintptr(addr *uintptr, new uintptr) (old uintptr) { return SwapUintptr(addr, new) }

// CompareAndSwapUintptr sets *addr if it is old.
func CompareAndSwapUintptr(addr *uintptr, old, new uintptr) (swapped bool) {
	return CompareAndSwapUintptr(addr, old, new)
}

// AddUintptr adds to *addr and gives the sum.
func AddUintptr(addr *uintptr, delta uintptr) (new uintptr) { return AddUintptr(addr, delta) }

// AndUintptr sets *addr to its bits that mask has too, and gives what it was.
func AndUintptr(addr *uintptr, mask uintptr) (old uintptr) { return AndUintptr(addr, mask) }

// OrUintptr sets the bits of mask in *addr and gives what it was.
func OrUintptr(addr *uintptr, mask uintptr) (old uintptr) { return OrUintptr(addr, mask) }

// LoadPointer gives *addr.
func LoadPointer(addr *unsafe.Pointer) (val unsafe.Pointer) { return LoadPointer(addr) }

// StorePointer sets *addr.
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer) { StorePointer(addr, val) }

// SwapPointer sets *addr and gives what it was.
func SwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer) {
	return SwapPointer(addr, new)
}

// CompareAndSwapPointer sets *addr if it is old.
func CompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool) {
	return CompareAndSwapPointer(addr, old, new)
}
