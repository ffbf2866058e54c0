// Package volatile is runtime/volatile with someone who looks on: the model of a controller.
package volatile

import "unsafe"

// Wrote and Reads are told of accesses to registers of 32 bits: before a read, and instead of a write.
var (
	Reads = func(at uintptr) {}
	Wrote = func(at uintptr, value uint32) {}
)

type Register32 struct{ Reg uint32 }

func (r *Register32) Get() uint32 {
	Reads(uintptr(unsafe.Pointer(r)))
	return r.Reg
}

func (r *Register32) Set(value uint32)          { Wrote(uintptr(unsafe.Pointer(r)), value) }
func (r *Register32) SetBits(value uint32)      { r.Set(r.Get() | value) }
func (r *Register32) ClearBits(value uint32)    { r.Set(r.Get() &^ value) }
func (r *Register32) HasBits(value uint32) bool { return r.Get()&value != 0 }
func (r *Register32) ReplaceBits(value, mask uint32, pos uint8) {
	r.Set(r.Get()&^(mask<<pos) | value<<pos)
}

type Register8 struct{ Reg uint8 }

func (r *Register8) Get() uint8               { return r.Reg }
func (r *Register8) Set(value uint8)          { r.Reg = value }
func (r *Register8) HasBits(value uint8) bool { return r.Reg&value != 0 }
