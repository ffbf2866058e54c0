package volatile

// Register8 is a register of 8 bits. The methods that change some of its bits read, change and
// write: an interrupt between the two accesses must not change the same register.
type Register8 struct {
	Reg uint8
}

// Get reads the register.
func (r *Register8) Get() uint8 {
	return LoadUint8(&r.Reg)
}

// Set writes the register.
func (r *Register8) Set(value uint8) {
	StoreUint8(&r.Reg, value)
}

// SetBits sets the bits that are 1 in value.
func (r *Register8) SetBits(value uint8) {
	StoreUint8(&r.Reg, LoadUint8(&r.Reg)|value)
}

// ClearBits clears the bits that are 1 in value.
func (r *Register8) ClearBits(value uint8) {
	StoreUint8(&r.Reg, LoadUint8(&r.Reg)&^value)
}

// HasBits tells whether any of the bits that are 1 in value is set.
func (r *Register8) HasBits(value uint8) bool {
	return LoadUint8(&r.Reg)&value != 0
}

// ReplaceBits puts value into the field of the bits mask << pos.
func (r *Register8) ReplaceBits(value uint8, mask uint8, pos uint8) {
	StoreUint8(&r.Reg, LoadUint8(&r.Reg)&^(mask<<pos)|value<<pos)
}

// Register16 is a register of 16 bits. The methods that change some of its bits read, change and
// write: an interrupt between the two accesses must not change the same register.
type Register16 struct {
	Reg uint16
}

// Get reads the register.
func (r *Register16) Get() uint16 {
	return LoadUint16(&r.Reg)
}

// Set writes the register.
func (r *Register16) Set(value uint16) {
	StoreUint16(&r.Reg, value)
}

// SetBits sets the bits that are 1 in value.
func (r *Register16) SetBits(value uint16) {
	StoreUint16(&r.Reg, LoadUint16(&r.Reg)|value)
}

// ClearBits clears the bits that are 1 in value.
func (r *Register16) ClearBits(value uint16) {
	StoreUint16(&r.Reg, LoadUint16(&r.Reg)&^value)
}

// HasBits tells whether any of the bits that are 1 in value is set.
func (r *Register16) HasBits(value uint16) bool {
	return LoadUint16(&r.Reg)&value != 0
}

// ReplaceBits puts value into the field of the bits mask << pos.
func (r *Register16) ReplaceBits(value uint16, mask uint16, pos uint8) {
	StoreUint16(&r.Reg, LoadUint16(&r.Reg)&^(mask<<pos)|value<<pos)
}

// Register32 is a register of 32 bits. The methods that change some of its bits read, change and
// write: an interrupt between the two accesses must not change the same register. They are never calls:
// functions in RAM use them while the flash cannot be read.
type Register32 struct {
	Reg uint32
}

// Get reads the register.
//
//go:inline
func (r *Register32) Get() uint32 {
	return LoadUint32(&r.Reg)
}

// Set writes the register.
//
//go:inline
func (r *Register32) Set(value uint32) {
	StoreUint32(&r.Reg, value)
}

// SetBits sets the bits that are 1 in value.
//
//go:inline
func (r *Register32) SetBits(value uint32) {
	StoreUint32(&r.Reg, LoadUint32(&r.Reg)|value)
}

// ClearBits clears the bits that are 1 in value.
//
//go:inline
func (r *Register32) ClearBits(value uint32) {
	StoreUint32(&r.Reg, LoadUint32(&r.Reg)&^value)
}

// HasBits tells whether any of the bits that are 1 in value is set.
//
//go:inline
func (r *Register32) HasBits(value uint32) bool {
	return LoadUint32(&r.Reg)&value != 0
}

// ReplaceBits puts value into the field of the bits mask << pos.
func (r *Register32) ReplaceBits(value uint32, mask uint32, pos uint8) {
	StoreUint32(&r.Reg, LoadUint32(&r.Reg)&^(mask<<pos)|value<<pos)
}

// Register64 is a register of 64 bits. The methods that change some of its bits read, change and
// write: an interrupt between the two accesses must not change the same register.
type Register64 struct {
	Reg uint64
}

// Get reads the register.
func (r *Register64) Get() uint64 {
	return LoadUint64(&r.Reg)
}

// Set writes the register.
func (r *Register64) Set(value uint64) {
	StoreUint64(&r.Reg, value)
}

// SetBits sets the bits that are 1 in value.
func (r *Register64) SetBits(value uint64) {
	StoreUint64(&r.Reg, LoadUint64(&r.Reg)|value)
}

// ClearBits clears the bits that are 1 in value.
func (r *Register64) ClearBits(value uint64) {
	StoreUint64(&r.Reg, LoadUint64(&r.Reg)&^value)
}

// HasBits tells whether any of the bits that are 1 in value is set.
func (r *Register64) HasBits(value uint64) bool {
	return LoadUint64(&r.Reg)&value != 0
}

// ReplaceBits puts value into the field of the bits mask << pos.
func (r *Register64) ReplaceBits(value uint64, mask uint64, pos uint8) {
	StoreUint64(&r.Reg, LoadUint64(&r.Reg)&^(mask<<pos)|value<<pos)
}
