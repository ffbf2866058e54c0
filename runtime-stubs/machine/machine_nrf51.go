//go:build nrf51

package machine

import "device/nrf"

const deviceName = "nRF51"

func (p Pin) port() (*nrf.GPIO_Type, uint32) {
	return nrf.P0, uint32(p & 31)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 16000000
}
