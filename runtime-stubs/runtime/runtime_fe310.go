//go:build fe310

package runtime

import (
	"device/sifive"
	"machine"
)

// initChip runs the processor from the 16 MHz crystal (FE310-G002 Manual, chapter 6).
func initChip() {
	const enable, ready = 1 << 30, 1 << 31
	const bypass, fromCrystal, use = 1 << 18, 1 << 17, 1 << 16
	sifive.PRCI.HFXOSCCFG.Set(enable)
	for !sifive.PRCI.HFXOSCCFG.HasBits(ready) {
	}
	sifive.PRCI.PLLDIV.Set(1 << 8)
	sifive.PRCI.PLLCFG.Set(bypass | fromCrystal | use)
	if chipConsole {
		machine.InitSerial()
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}

// The clock counts the 32,768 Hz crystal.

func ticksToNanoseconds(t timeUnit) int64 {
	// 10^9 / 2^15 = 1953125 / 2^6
	return int64(t) * 1953125 >> 6
}

func nanosecondsToTicks(ns int64) timeUnit {
	// 2^32 * 32768 / 10^9, rounded up
	return timeUnit(scale(ns, 0, 140738))
}
