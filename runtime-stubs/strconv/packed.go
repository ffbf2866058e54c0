// Package strconv: the SDK's tables of what is printed take 3.6 KB; these ranges are less than half.
package strconv

import (
	"internal/runeset"
	_ "unsafe"
)

// The runes above Latin-1 that are printed as they are, as the compiler packs them.
var packedPrint = packPrint(isPrint16, isNotPrint16, isPrint32, isNotPrint32)

// packPrint takes pairs of first and last runes, and exceptions; the last list is less by 0x10000.
func packPrint(ranges16, not16 []uint16, ranges32 []uint32, not32 []uint16) string

// packedIsPrint stands in for IsPrint.
//
//go:linkname packedIsPrint strconv.IsPrint
func packedIsPrint(r rune) bool {
	if r > 0xff {
		return runeset.Contains(packedPrint, r)
	}
	// Not printed: control characters, the space without a break and the soft hyphen.
	return ' ' <= r && r <= '~' || 0xa1 <= r && r != 0xad
}
