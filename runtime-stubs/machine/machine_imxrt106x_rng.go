//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
)

// The generator (IMXRT1060RM, "Standalone True Random Number Generator") samples a ring oscillator each
// 3200 cycles of the peripherals' bus and makes 512 bits of 2500 samples, which it tests: at 150 MHz that
// takes 53 ms. Of two samples that differ the first counts.

var (
	rngOn    bool
	rngStale bool // the next 512 bits are thrown away
	rngNext  uint // the next of the 16 words
)

var errRNG error = machineError("machine: the generator of random numbers fails its own tests")

// GetRNG gives 32 bits from the chip's generator of random numbers.
func GetRNG() (uint32, error) {
	const most = 8
	for failed := 0; failed < most; {
		// Nobody else takes the same word meanwhile. Waiting needs no lock.
		state := interrupt.Disable()
		word, taken, fails := takeRNG()
		interrupt.Restore(state)
		if taken {
			return word, nil
		}
		if fails {
			failed++
		}
	}
	return 0, errRNG
}

// takeRNG takes a word, if there is one now.
func takeRNG() (word uint32, taken, fails bool) {
	trng := nxp.TRNG
	if !rngOn {
		startRNG()
	}
	is := trng.MCTL.Get()
	switch {
	case is&nxp.TRNG_MCTL_ERR != 0:
		startRNG()
		return 0, false, true
	case is&nxp.TRNG_MCTL_ENT_VAL == 0:
		return 0, false, false
	case rngStale:
		rngStale = false
		endRNG()
		return 0, false, false
	}
	word = trng.ENT[rngNext].Get()
	rngNext++
	if rngNext == uint(len(trng.ENT)) {
		endRNG()
	}
	return word, true, false
}

// startRNG sets the generator up, which the boot ROM has used in its own way. What it has left, and the
// first bits after that, are not taken.
func startRNG() {
	const on = 3
	nxp.CCM.CCGR[6].SetBits(on << 12)
	trng := nxp.TRNG
	const program = nxp.TRNG_MCTL_PRGM | nxp.TRNG_MCTL_SAMP_MODE_VN
	trng.MCTL.Set(program | nxp.TRNG_MCTL_ERR | nxp.TRNG_MCTL_RST_DEF)
	// The limits of the tests are those that the manual gives for 2500 samples. Not all chips come back to
	// them by the bit RST_DEF.
	const retries, longest = 1, 34
	trng.SCMISC.Set(retries<<nxp.TRNG_SCMISC_RTY_CT_Pos | longest)
	trng.SDCTL.Set(3200<<nxp.TRNG_SDCTL_ENT_DLY_Pos | 2500<<nxp.TRNG_SDCTL_SAMP_SIZE_Pos)
	trng.SBLIM.Set(63)
	trng.FRQMIN.Set(1600)
	trng.FRQMAX.Set(25600)
	trng.PKRMAX.Set(26912)
	trng.PKRRNG.Set(2467)
	// The most, and how much less is enough: ones, and runs of one to five and of more.
	trng.SCML.Set(268<<16 | 1384)
	trng.SCRL[0].Set(178<<16 | 405)
	trng.SCRL[1].Set(122<<16 | 220)
	trng.SCRL[2].Set(88<<16 | 125)
	trng.SCRL[3].Set(64<<16 | 75)
	trng.SCRL[4].Set(46<<16 | 47)
	trng.SCRL[5].Set(46<<16 | 47)
	trng.MCTL.Set(program)
	trng.MCTL.Set(nxp.TRNG_MCTL_SAMP_MODE_VN)
	endRNG()
	rngOn, rngStale = true, true
}

// endRNG gives up what is left of the 512 bits: reading the last word begins the next ones. The flag that
// tells of the old ones goes with one more read (NXP's driver, "TRNG_ReadEntropy").
func endRNG() {
	nxp.TRNG.ENT[len(nxp.TRNG.ENT)-1].Get()
	nxp.TRNG.ENT[0].Get()
	rngNext = 0
}
