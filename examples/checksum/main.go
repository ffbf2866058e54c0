// Checksum computes the SHA-256 of the program's own code as it lies in memory: what a boot loader
// or a service technician compares with the sum that came with the firmware.
package main

import (
	"crypto/sha256"
	"fmt"
	"unsafe"
)

// The linker puts these around the code; their addresses are what counts.
//
//go:extern _stext
var start byte

//go:extern _etext
var end byte

// code is the program's code.
func code() []byte {
	first := unsafe.Pointer(&start)
	size := uintptr(unsafe.Pointer(&end)) - uintptr(first)
	return unsafe.Slice((*byte)(first), size)
}

func main() {
	all := code()
	hash := sha256.New()
	for block := range blocks(all, 256) {
		hash.Write(block)
	}
	fmt.Printf("%d bytes of code at %p\n", len(all), unsafe.SliceData(all))
	fmt.Printf("SHA-256 %x\n", hash.Sum(nil))
}

// blocks cuts memory into pieces, as flash that is read over a bus comes.
func blocks(all []byte, size int) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(all) > 0 {
			n := min(size, len(all))
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}
