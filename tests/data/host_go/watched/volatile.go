// Package volatile is runtime/volatile with someone who looks on: the model of a controller, which gives
// what is read and gets what is written.
package volatile

var (
	Read  = func(r *Register32) uint32 { return r.Reg }
	Write = func(r *Register32, value uint32) { r.Reg = value }
)

type Register32 struct{ Reg uint32 }

func (r *Register32) Get() uint32               { return Read(r) }
func (r *Register32) Set(value uint32)          { Write(r, value) }
func (r *Register32) SetBits(value uint32)      { r.Set(r.Get() | value) }
func (r *Register32) ClearBits(value uint32)    { r.Set(r.Get() &^ value) }
func (r *Register32) HasBits(value uint32) bool { return r.Get()&value != 0 }
func (r *Register32) ReplaceBits(value, mask uint32, pos uint8) {
	r.Set(r.Get()&^(mask<<pos) | value<<pos)
}

// Register8 is of variables that an interrupt changes.
type Register8 struct{ Reg uint8 }

func (r *Register8) Get() uint8               { return r.Reg }
func (r *Register8) Set(value uint8)          { r.Reg = value }
func (r *Register8) HasBits(value uint8) bool { return r.Reg&value != 0 }

// Register16 is of peripherals that no test has a model of.
type Register16 struct{ Reg uint16 }

// Store gets what is written to memory.
var Store = func(at *uint32, value uint32) { *at = value }

func StoreUint32(at *uint32, value uint32) { Store(at, value) }
