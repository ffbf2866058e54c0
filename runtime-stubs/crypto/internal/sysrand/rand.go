// Package sysrand takes random bytes from the chip.
package sysrand

import _ "unsafe" // for go:linkname

// chipRandom fills b from the chip's generator, and tells whether there is one.
//
//go:linkname chipRandom runtime.chipRandom
func chipRandom(b []byte) bool

//go:linkname fatal runtime.fatal
func fatal(s string)

// Read fills b with random bytes. A chip without a generator ends the program.
func Read(b []byte) {
	if !chipRandom(b) {
		fatal("crypto/rand: this chip has no source of random numbers")
	}
}
