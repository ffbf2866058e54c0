//go:build nrf52833

package machine

// What is wrong with the controller (nRF52833 Errata): "USB cannot be enabled", and "Unexpected behavior
// after reset", which ends when the controller is turned on a second time.
const (
	usbAnomaly171 = false
	usbAnomaly187 = true
	usbAnomaly199 = false
	usbAnomaly223 = true
)
