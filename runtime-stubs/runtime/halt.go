package runtime

import "unsafe"

// What comes after the last words of a program, and what is kept of them.

// keepsPanics tells that the program asks for what the last run of it said in the end. Lowering
// gives it its value.
var keepsPanics bool

// keptPanic is at the same place in every run of the same program, in memory that the start leaves
// alone. What is in it is believed if its numbers fit together.
//
//go:section .noinit
var keptPanic struct {
	magic  uint32
	length uint32
	sum    uint32
	text   [256]byte
}

const keptMagic = 0x70616e69

// lastPanic gives the kept text and forgets it.
func lastPanic() string {
	k := &keptPanic
	n := k.length
	if k.magic != keptMagic || n > uint32(len(k.text)) || k.sum != keptSum(n) {
		return ""
	}
	k.magic = 0
	return string(k.text[:n])
}

func keptSum(n uint32) uint32 {
	sum := uint32(keptMagic)
	for i := uint32(0); i < n; i++ {
		sum = sum*31 + uint32(keptPanic.text[i])
	}
	return sum
}

// keepText adds a character of the last words to what is kept.
func keepText(c byte) {
	k := &keptPanic
	if !keeping {
		keeping = true
		k.magic = keptMagic
		k.length = 0
	}
	if k.length < uint32(len(k.text)) {
		*(*byte)(unsafe.Pointer(uintptr(unsafe.Pointer(&k.text)) + uintptr(k.length))) = c
		k.length++
		k.sum = keptSum(k.length)
	}
}

// keeping is set when the text in keptPanic is this run's.
var keeping bool

// halt is the end of a program that has said its last words.
//
//go:noreturn
func halt() {
	if resets {
		drainConsole()
		reset()
	}
	exit(2)
}
