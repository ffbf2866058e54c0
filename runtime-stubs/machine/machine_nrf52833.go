//go:build nrf52833

package machine

const deviceName = "nRF52833"

// dmaLimit is the longest transfer that the controllers make at once, in bytes (chapters SPIM, TWIM and
// TWIS, registers MAXCNT).
const dmaLimit = 0xffff

// pinCount is that of P0.00 to P0.31 and what follows of P1.
const pinCount = 42

// What a board with this chip says on USB, whatever its name: the numbers of Nordic's own example of a
// serial port. The board of this package that has the chip does not connect it to USB.
const (
	usbVendorID     = 0x1915
	usbProductID    = 0x520f
	usbManufacturer = "Nordic Semiconductor"
	usbProduct      = "nRF52833"
)
