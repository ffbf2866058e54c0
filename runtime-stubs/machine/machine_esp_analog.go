//go:build esp32c3 || esp32s3

package machine

// analogWrite sets the bits from high to low of a register of an analog part, which a bus inside the chip
// leads to: a function of the ROM drives it.
//
//go:linkname analogWrite embgo_analog_write
func analogWrite(part, bus, register, high, low, value uint32)
