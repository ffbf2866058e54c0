//go:build cortexm

package runtime

import "unsafe"

// codeBit is set in addresses of code.
const codeBit = 1

// isReturnAddress tells whether there is a call in front of v: BL (ARMv7-M A7.7.18, two halfwords)
// or BLX with a register (A7.7.19). A return address has bit 0 set, for Thumb.
func isReturnAddress(v uintptr) bool {
	if v&1 == 0 {
		return false
	}
	code := (*[2]uint16)(unsafe.Pointer(v - 5))
	return code[0]&0xf800 == 0xf000 && code[1]&0xd000 == 0xd000 || code[1]&0xff87 == 0x4780
}
