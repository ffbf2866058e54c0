//go:build tinygo.riscv32 && virt && qemu

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// QEMU's RISC-V "virt" machine: a 16550 for the console, the CLINT's clock, and the test finisher
// to end with (hw/riscv/virt.c has the addresses).

const (
	uartBase   = 0x10000000
	uartStatus = uartBase + 5
	uartEmpty  = 1 << 5 // the transmitter can take a character

	testFinisher = 0x100000
	finisherPass = 0x5555
	finisherFail = 0x3333

	clockRate = 10000000
)

func initChip() {}

func chipPutchar(c byte) {
	for volatile.LoadUint8((*uint8)(unsafe.Pointer(uintptr(uartStatus))))&uartEmpty == 0 {
	}
	volatile.StoreUint8((*uint8)(unsafe.Pointer(uintptr(uartBase))), c)
}

func exit(code int) {
	status := uint32(finisherPass)
	if code != 0 {
		status = uint32(code)<<16 | finisherFail
	}
	for {
		volatile.StoreUint32((*uint32)(unsafe.Pointer(uintptr(testFinisher))), status)
	}
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t) * (1000000000 / clockRate)
}

func nanosecondsToTicks(ns int64) timeUnit {
	const tick = 1000000000 / clockRate
	return timeUnit((ns + tick - 1) / tick)
}

// chipTime is the host's time of day, from the Goldfish clock; reading the low half holds the high
// one.
func chipTime() int64 {
	const clock = 0x101000
	low := volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(clock))))
	high := volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(clock + 4))))
	return int64(uint64(high)<<32 | uint64(low))
}

func chipSeed() uint64 {
	return uint64(chipTime())
}

// chipRandom gives numbers that are seeded by the clock: good for trying programs out in the
// emulator, not for secrets.
func chipRandom(b []byte) bool {
	fillRandom(b)
	return true
}

// chipGetchar is the next character from the console, or -1 if none has come yet.
func chipGetchar() int {
	if volatile.LoadUint8((*uint8)(unsafe.Pointer(uintptr(uartStatus))))&1 == 0 {
		return -1
	}
	return int(volatile.LoadUint8((*uint8)(unsafe.Pointer(uintptr(uartBase)))))
}
