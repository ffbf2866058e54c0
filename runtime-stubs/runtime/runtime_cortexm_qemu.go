//go:build cortexm && qemu

package runtime

import "unsafe"

// QEMU's Cortex-M boards by semihosting ("Semihosting for AArch32 and AArch64"): console, clock and
// exit, with no device of the board.

const (
	sysWriteC       = 0x03
	sysExitExtended = 0x20
	sysElapsed      = 0x30

	applicationExit = 0x20026
)

//go:linkname semihost embgo_semihost
func semihost(op uintptr, arg unsafe.Pointer) uintptr

func initChip() {}

func putchar(c byte) {
	semihost(sysWriteC, unsafe.Pointer(&c))
}

func exit(code int) {
	args := [2]uintptr{applicationExit, uintptr(code)}
	for {
		semihost(sysExitExtended, unsafe.Pointer(&args))
	}
}

// QEMU's elapsed time counts nanoseconds.

func ticks() timeUnit {
	var t timeUnit
	semihost(sysElapsed, unsafe.Pointer(&t))
	return t
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t)
}

func nanosecondsToTicks(ns int64) timeUnit {
	return timeUnit(ns)
}

func sleepTicks(d timeUnit) {
	for end := ticks() + d; ticks() < end; {
	}
}
