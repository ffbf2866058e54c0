package runtime

import "unsafe"

// Random numbers for the packages of the library. The chip's file provides chipSeed, a number that
// differs from start to start as far as the chip can, and chipRandom, which fills a slice with
// numbers that nobody can foresee and tells whether it could.

// rand gives 64 bits for math/rand, hash/maphash and the like: not for secrets. It is SplitMix64
// (Steele, Lea, Flood 2014), seeded by the chip.
func rand() uint64 {
	if !randSeeded {
		randSeeded = true
		randCounter = chipSeed()
	}
	randCounter += 0x9e3779b97f4a7c15
	z := randCounter
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

var (
	randSeeded  bool
	randCounter uint64
)

// fillRandom fills b from rand: for chips whose chipRandom is no better.
func fillRandom(b []byte) {
	for i := 0; i < len(b); {
		for r, n := rand(), 0; n < 8 && i < len(b); n++ {
			b[i] = byte(r)
			r >>= 8
			i++
		}
	}
}

// overflowError and divideError are math/bits' panics.
var (
	overflowError error = errorString("integer overflow")
	divideError   error = errorString("integer divide by zero")
)

//go:linkname cryptoFatal crypto/rand.fatal
func cryptoFatal(s string) {
	fatal(s)
}

//go:linkname fipsFatal crypto/internal/fips140.fatal
func fipsFatal(s string) {
	fatal(s)
}

// Whether a function of the running goroutine was an approved one, by FIPS 140; nobody asks here.

//go:linkname fipsGetIndicator crypto/internal/fips140.getIndicator
func fipsGetIndicator() uint8 {
	return fipsIndicator
}

//go:linkname fipsSetIndicator crypto/internal/fips140.setIndicator
func fipsSetIndicator(indicator uint8) {
	fipsIndicator = indicator
}

var fipsIndicator uint8

//go:linkname fipsSetBypass crypto/fips140.setBypass
func fipsSetBypass() {
	fipsBypass = true
}

//go:linkname fipsIsBypassed crypto/fips140.isBypassed
func fipsIsBypassed() bool {
	return fipsBypass
}

//go:linkname fipsUnsetBypass crypto/fips140.unsetBypass
func fipsUnsetBypass() {
	fipsBypass = false
}

var fipsBypass bool

//go:linkname fipsTime crypto/internal/fips140deps/time.monoTime
func fipsTime() int64 {
	return nanotime()
}

// Instructions whose time depends on their data: no such mode on these cores.

//go:linkname ditEnable crypto/subtle.setDITEnabled
func ditEnable() bool {
	return false
}

//go:linkname ditDisable crypto/subtle.setDITDisabled
func ditDisable() {}

//go:linkname cacheRegister crypto/internal/boring/bcache.registerCache
func cacheRegister(p unsafe.Pointer) {}

// Marks for a linker that looks for them.

//go:linkname sigBoring crypto/internal/boring/sig.BoringCrypto
func sigBoring() {}

//go:linkname sigFIPS crypto/internal/boring/sig.FIPSOnly
func sigFIPS() {}

//go:linkname sigStandard crypto/internal/boring/sig.StandardCrypto
func sigStandard() {}
