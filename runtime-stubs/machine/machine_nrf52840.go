//go:build nrf52840

package machine

import "device/nrf"

const deviceName = "nRF52840"

func (p Pin) port() (*nrf.GPIO_Type, uint32) {
	if p >= 32 {
		return nrf.P1, uint32(p & 31)
	}
	return nrf.P0, uint32(p)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 64000000
}
