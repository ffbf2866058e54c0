package bytealg

import _ "unsafe" // for go:linkname

// makeNoZero is memory whose content the caller replaces.
//
//go:linkname makeNoZero internal/bytealg.MakeNoZero
func makeNoZero(n int) []byte {
	return make([]byte, n)
}
