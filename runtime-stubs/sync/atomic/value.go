package atomic

import (
	"runtime/interrupt"
	"unsafe"
)

// A Value holds a value of any type, of the same one each time.
type Value struct {
	v interface{}
}

// sameType tells whether two interface values have the same dynamic type.
func sameType(a, b interface{}) bool {
	return *(*unsafe.Pointer)(unsafe.Pointer(&a)) == *(*unsafe.Pointer)(unsafe.Pointer(&b))
}

// check panics if new cannot take the place of what is there.
func (v *Value) check(method string, new interface{}) {
	if new == nil {
		panic("sync/atomic: " + method + " of nil value into Value")
	}
	if old := v.Load(); old != nil && !sameType(old, new) {
		panic("sync/atomic: " + method + " of inconsistently typed value into Value")
	}
}

// Load gives the value, nil if none was stored.
func (v *Value) Load() (val interface{}) {
	state := interrupt.Disable()
	val = v.v
	interrupt.Restore(state)
	return val
}

// Store sets the value.
func (v *Value) Store(val interface{}) {
	v.check("store", val)
	state := interrupt.Disable()
	v.v = val
	interrupt.Restore(state)
}

// Swap sets the value and gives the one before.
func (v *Value) Swap(new interface{}) (old interface{}) {
	v.check("swap", new)
	state := interrupt.Disable()
	old = v.v
	v.v = new
	interrupt.Restore(state)
	return old
}

// CompareAndSwap sets the value if it is old.
func (v *Value) CompareAndSwap(old, new interface{}) (swapped bool) {
	if new == nil {
		panic("sync/atomic: compare and swap of nil value into Value")
	}
	if old != nil && !sameType(old, new) {
		panic("sync/atomic: compare and swap of inconsistently typed values")
	}
	v.check("compare and swap", new)
	// The comparison may call methods of the program or panic, so interrupts stay on.
	now := v.Load()
	if now != old {
		return false
	}
	state := interrupt.Disable()
	v.v = new
	interrupt.Restore(state)
	return true
}
