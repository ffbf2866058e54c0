//go:build tinygo.riscv32

package runtime

import "unsafe"

// codeBit is set in addresses of code.
const codeBit = 0

// isReturnAddress tells whether there is a call in front of v: JAL or JALR that links to ra, or
// their compressed forms (the unprivileged specification's chapters on RV32I and "C").
func isReturnAddress(v uintptr) bool {
	if v&1 != 0 {
		return false
	}
	code := (*[2]uint16)(unsafe.Pointer(v - 4))
	long, short := code[0], code[1]
	if op := long & 0xfff; op == 0x0ef || op&0x8fff == 0x00e7 {
		return true
	}
	return short&0xe003 == 0x2001 || short&0xf07f == 0x9002 && short&0xf80 != 0
}
