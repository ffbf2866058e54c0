//go:build cortexm && emulated && !qemu

package runtime

import "unsafe"

// A board's program in an emulator (`embgo run` sets the tag): it uses the board's own console and
// clock, but its end is the end of the emulator.

//go:linkname boardSemihost embgo_semihost
func boardSemihost(op uintptr, arg unsafe.Pointer) uintptr

// exitArgs is a variable so that it is not taken for something that must be allocated.
var exitArgs [2]uintptr

func exit(code int) {
	const exitExtended, applicationExit = 0x20, 0x20026
	exitArgs[0] = applicationExit
	exitArgs[1] = uintptr(code)
	for {
		boardSemihost(exitExtended, unsafe.Pointer(&exitArgs))
	}
}
