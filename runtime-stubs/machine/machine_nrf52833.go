//go:build nrf52833

package machine

const deviceName = "nRF52833"

// pinCount is that of P0.00 to P0.31 and what follows of P1.
const pinCount = 42
