//go:build cortexm && qemu

package runtime

import (
	"device/arm"
	"unsafe"
)

// QEMU's Cortex-M boards by semihosting ("Semihosting for AArch32 and AArch64"): console, clock and
// exit, with no device of the board.

const (
	sysWriteC       = 0x03
	sysTime         = 0x11
	sysExitExtended = 0x20
	sysElapsed      = 0x30

	applicationExit = 0x20026
)

//go:linkname semihost embgo_semihost
func semihost(op uintptr, arg unsafe.Pointer) uintptr

func initChip() {}

// What calls point to is in variables and not on the stack, so that none of it is taken for
// something that must be allocated.
var (
	semihostChar byte
	semihostTime timeUnit
	semihostExit [2]uintptr
)

func chipPutchar(c byte) {
	semihostChar = c
	semihost(sysWriteC, unsafe.Pointer(&semihostChar))
}

func exit(code int) {
	semihostExit[0] = applicationExit
	semihostExit[1] = uintptr(code)
	for {
		semihost(sysExitExtended, unsafe.Pointer(&semihostExit))
	}
}

// QEMU's elapsed time counts nanoseconds.

func ticks() timeUnit {
	semihost(sysElapsed, unsafe.Pointer(&semihostTime))
	return semihostTime
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t)
}

func nanosecondsToTicks(ns int64) timeUnit {
	return timeUnit(ns)
}

// waitFor lets the processor sleep until the system timer has counted down, once. Its interrupt is
// pending then, and taken back before anybody could see it (Armv7-M Architecture Reference Manual,
// B3.2.4 and B3.3). A program that uses the timer itself is left alone.
func waitFor(t timeUnit) {
	const most, clearPending = 1<<24 - 1, 1 << 25
	left := t - ticks()
	if left <= 0 || arm.SYST.SYST_CSR.Get()&arm.SYST_CSR_ENABLE != 0 {
		return
	}
	if left < nanosecondsPerCycle {
		left = nanosecondsPerCycle
	}
	if left > most*nanosecondsPerCycle {
		left = most * nanosecondsPerCycle
	}
	state := irqDisable()
	arm.SYST.SYST_RVR.Set(uint32(left) / nanosecondsPerCycle)
	arm.SYST.SYST_CVR.Set(0)
	arm.SYST.SYST_CSR.Set(arm.SYST_CSR_ENABLE | arm.SYST_CSR_TICKINT | arm.SYST_CSR_CLKSOURCE)
	waitForEvent()
	arm.SYST.SYST_CSR.Set(0)
	arm.SCB.ICSR.Set(clearPending)
	irqRestore(state)
}

// chipTime is the host's time of day, in whole seconds.
func chipTime() int64 {
	return int64(semihost(sysTime, nil)) * 1000000000
}

func chipSeed() uint64 {
	return uint64(chipTime()) ^ uint64(ticks())
}

// chipRandom gives numbers that are seeded by the clock: good for trying programs out in the
// emulator, not for secrets.
func chipRandom(b []byte) bool {
	fillRandom(b)
	return true
}
