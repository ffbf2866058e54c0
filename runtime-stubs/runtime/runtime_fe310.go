//go:build fe310

package runtime

import (
	"device/sifive"
	"machine"
)

// initChip runs the processor at 320 MHz, from the 16 MHz crystal through the PLL (FE310-G002 Manual,
// chapter 6).
func initChip() {
	const enable, ready = 1 << 30, 1 << 31
	sifive.PRCI.HFXOSCCFG.Set(enable)
	for !sifive.PRCI.HFXOSCCFG.HasBits(ready) {
	}
	// A boot loader may use the PLL: the ring oscillator takes over while it is set up.
	sifive.PRCI.HFROSCCFG.SetBits(enable)
	for !sifive.PRCI.HFROSCCFG.HasBits(ready) {
	}
	sifive.PRCI.PLLCFG.ClearBits(sifive.PRCI_PLLCFG_SEL)
	// The flash, read with the slow command, takes up to 50 MHz (IS25LP032D): 320 MHz / (2 * (3 + 1)).
	sifive.QSPI0.SCKDIV.Set(3)
	// 16 MHz / 2 = 8 MHz, * 80 = 640 MHz, / 2: not divided again.
	const r, f, q = 2 - 1, 80/2 - 1, 1
	const pll = sifive.PRCI_PLLCFG_REFSEL | q<<sifive.PRCI_PLLCFG_Q_Pos | f<<sifive.PRCI_PLLCFG_F_Pos | r
	sifive.PRCI.PLLDIV.Set(sifive.PRCI_PLLDIV_BY_1)
	sifive.PRCI.PLLCFG.Set(pll)
	// The lock means something after 100 microseconds: four turns of 32,768 Hz.
	for start := sifive.MTIME.MTIMEL.Get(); sifive.MTIME.MTIMEL.Get()-start < 5; {
	}
	for !sifive.PRCI.PLLCFG.HasBits(sifive.PRCI_PLLCFG_LOCK) {
	}
	sifive.PRCI.PLLCFG.Set(pll | sifive.PRCI_PLLCFG_SEL)
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
