//go:build nrf52840

package machine

const deviceName = "nRF52840"

// dmaLimit is the longest transfer that the controllers make at once, in bytes (chapters SPIM, TWIM and
// TWIS, registers MAXCNT).
const dmaLimit = 0xffff

// pinCount is that of P0.00 to P0.31 and what follows of P1.
const pinCount = 48

// The rest of the second port's pins.
const (
	P1_10 Pin = iota + 42
	P1_11
	P1_12
	P1_13
	P1_14
	P1_15
)
