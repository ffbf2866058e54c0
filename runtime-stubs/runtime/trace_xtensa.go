//go:build xtensa

package runtime

import "unsafe"

// codeBit is set in addresses of code.
const codeBit = 0

// isReturnAddress tells whether there is a CALL0 or CALLX0 in front of v (ISA reference, chapter on
// instruction formats).
func isReturnAddress(v uintptr) bool {
	code := (*[3]uint8)(unsafe.Pointer(v - 3))
	return code[0]&0x3f == 0x05 || code[0] == 0xc0 && code[1]&0xf0 == 0 && code[2] == 0
}
