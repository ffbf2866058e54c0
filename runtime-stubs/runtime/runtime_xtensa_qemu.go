//go:build xtensa && sim && qemu

package runtime

import "unsafe"

// QEMU's Xtensa "sim" machine: files and the end of the program through the simulator call, the
// core's cycle counter as the clock.

const (
	simExit  = 1
	simRead  = 3
	simWrite = 4

	// clockRate is what QEMU counts CCOUNT with for this core, in Hz.
	clockRate = 40000000
)

//go:linkname simcall embgo_simcall
func simcall(number, a, b, c uintptr) uintptr

func initChip() {}

// What calls point to is a variable and not on the stack, so that it is not taken for something
// that must be allocated.
var simChar byte

func chipPutchar(c byte) {
	simChar = c
	simcall(simWrite, 1, uintptr(unsafe.Pointer(&simChar)), 1)
}

func exit(code int) {
	for {
		simcall(simExit, uintptr(code), 0, 0)
	}
}

// The upper half of the clock, and the counter when it was last read. A program that neither
// sleeps nor asks for the time for 2^32 cycles loses them.
var ccountHigh, ccountLast uint32

func ticks() timeUnit {
	state := irqDisable()
	now := ccount()
	if now < ccountLast {
		ccountHigh++
	}
	ccountLast = now
	high := ccountHigh
	irqRestore(state)
	return timeUnit(uint64(high)<<32 | uint64(now))
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t) * (1000000000 / clockRate)
}

func nanosecondsToTicks(ns int64) timeUnit {
	const tick = 1000000000 / clockRate
	return timeUnit((ns + tick - 1) / tick)
}

// waitFor returns at least twice in each turn of the counter, so that ticks notices.
func waitFor(t timeUnit) {
	if now := ticks(); t > now {
		waitCycles(uint64(t - now))
	}
}

// chipTime is 0: the machine has no clock that shows the time of day.
func chipTime() int64 {
	return 0
}

func chipSeed() uint64 {
	return uint64(ticks())
}

// chipRandom gives numbers that are seeded by the cycle counter: good for trying programs out in the
// emulator, not for secrets.
func chipRandom(b []byte) bool {
	fillRandom(b)
	return true
}

// chipGetchar waits for the next character from the console; -2 if there will be none.
func chipGetchar() int {
	if simcall(simRead, 0, uintptr(unsafe.Pointer(&simChar)), 1) != 1 {
		return -2
	}
	return int(simChar)
}
