//go:build nrf52840

package machine

// What is wrong with the controller (nRF52840 Errata): "USBD might not power up", "USB cannot be
// enabled", "USBD cannot receive tasks during DMA".
const (
	usbAnomaly171 = true
	usbAnomaly187 = true
	usbAnomaly199 = true
	usbAnomaly223 = false
)
