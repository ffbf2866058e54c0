//go:build cortexm && emulated && !qemu

package runtime

import "unsafe"

// A board's program in an emulator (`embgo run` sets the tag): it uses the board's own console and
// clock, but its end is the end of the emulator.

//go:linkname boardSemihost embgo_semihost
func boardSemihost(op uintptr, arg unsafe.Pointer) uintptr

func exit(code int) {
	const exitExtended, applicationExit = 0x20, 0x20026
	args := [2]uintptr{applicationExit, uintptr(code)}
	for {
		boardSemihost(exitExtended, unsafe.Pointer(&args))
	}
}
