//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/volatile"
)

const deviceName = "RT106x"

const (
	PinInput PinMode = iota
	PinInputPullup
	PinInputPulldown
	PinOutput
	PinAnalog
)

// Pins are numbered 32 to a port: GPIO_AD_B0 and GPIO_AD_B1 are port 1, GPIO_B0 and GPIO_B1 port 2,
// GPIO_SD_B1, GPIO_SD_B0 and the end of GPIO_EMC port 3, the rest of GPIO_EMC port 4 (IMXRT1060RM,
// "External Signals and Pin Multiplexing").
const (
	PA0 Pin = 0   // GPIO_AD_B0_00, GPIO1_IO00
	PB0 Pin = 32  // GPIO_B0_00, GPIO2_IO00
	PC0 Pin = 64  // GPIO_SD_B1_00, GPIO3_IO00
	PD0 Pin = 96  // GPIO_EMC_00, GPIO4_IO00
	PE0 Pin = 128 // WAKEUP, GPIO5_IO00

	lastPin = PE0 + 2
)

// port is the registers of the pin's port.
func (p Pin) port() *nxp.GPIO_Type {
	switch p >> 5 {
	case 0:
		return nxp.GPIO1
	case 1:
		return nxp.GPIO2
	case 2:
		return nxp.GPIO3
	case 3:
		return nxp.GPIO4
	}
	return nxp.GPIO5
}

// pad is the number of the pin's pad among those of the IOMUXC, in the order of their registers:
// EMC (42), AD_B0 and AD_B1 (32), B0 and B1 (32), SD_B0 (6), SD_B1 (12). There is none for port 5
// and for what has no pin.
func (p Pin) pad() (int, bool) {
	n := int(p & 31)
	switch p >> 5 {
	case 0:
		return 42 + n, true
	case 1:
		return 74 + n, true
	case 2:
		switch {
		case n < 12:
			return 112 + n, true
		case n < 18:
			return 106 + n - 12, true
		case n < 28:
			return 32 + n - 18, true
		}
	case 3:
		return n, true
	}
	return 0, false
}

// connect gives the pad to a peripheral, by the number of the function (its "ALT"), with the
// electrical settings of a pad.
func (p Pin) connect(function, settings uint32) {
	const on = 3
	// IOMUXC, and the ports.
	nxp.CCM.CCGR[4].SetBits(on << 2)
	mux, pad := (*volatile.Register32)(nil), (*volatile.Register32)(nil)
	if i, ok := p.pad(); ok {
		mux, pad = &nxp.IOMUXC.SW_MUX_CTL_PAD[i], &nxp.IOMUXC.SW_PAD_CTL_PAD[i]
	} else if p >= PE0 && p <= lastPin {
		mux, pad = &nxp.IOMUXC_SNVS.SW_MUX_CTL_PAD[p-PE0], &nxp.IOMUXC_SNVS.SW_PAD_CTL_PAD[p-PE0]
	} else {
		return
	}
	mux.Set(function)
	pad.Set(settings)
}

// Middle strength and speed: R0/6, 100 MHz.
const padOutput = 6<<nxp.IOMUXC_PAD_DSE_Pos | 2<<nxp.IOMUXC_PAD_SPEED_Pos

// Configure makes the pin an input or output.
func (p Pin) Configure(config PinConfig) {
	if p > lastPin {
		return
	}
	settings := uint32(padOutput | nxp.IOMUXC_PAD_HYS)
	switch config.Mode {
	case PinInputPullup:
		settings |= nxp.IOMUXC_PAD_PKE | nxp.IOMUXC_PAD_PUE | nxp.IOMUXC_PAD_PUS_22K_UP
	case PinInputPulldown:
		settings |= nxp.IOMUXC_PAD_PKE | nxp.IOMUXC_PAD_PUE | nxp.IOMUXC_PAD_PUS_100K_DN
	}
	p.clock()
	p.connect(nxp.IOMUXC_MUX_GPIO, settings)
	if config.Mode == PinOutput {
		p.port().GDIR.SetBits(1 << (p & 31))
	} else {
		p.port().GDIR.ClearBits(1 << (p & 31))
	}
}

// clock turns on the clock of the pin's port.
func (p Pin) clock() {
	const on = 3
	gate, n := 1, uint8(13)
	switch p >> 5 {
	case 1:
		gate, n = 0, 15
	case 2:
		gate, n = 2, 13
	case 3:
		gate, n = 3, 6
	case 4:
		gate, n = 1, 15
	}
	nxp.CCM.CCGR[gate].SetBits(on << (n * 2))
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	if high {
		p.port().DR_SET.Set(1 << (p & 31))
	} else {
		p.port().DR_CLEAR.Set(1 << (p & 31))
	}
}

// Get is the level at the pin; of an output, what it was set to.
func (p Pin) Get() bool {
	bit := uint32(1) << (p & 31)
	if p.port().GDIR.HasBits(bit) {
		return p.port().DR.HasBits(bit)
	}
	return p.port().PSR.HasBits(bit)
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	return &p.port().DR_SET.Reg, 1 << (p & 31)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	return &p.port().DR_CLEAR.Reg, 1 << (p & 31)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 600000000
}

// DeviceID is the chip's unique number of 64 bits (IMXRT1060RM, "Fusemap").
func DeviceID() []byte {
	id := make([]byte, deviceIDLength)
	readDeviceID(id)
	return id
}

const deviceIDLength = 8

func readDeviceID(to []byte) {
	low, high := nxp.OCOTP.CFG0.Get(), nxp.OCOTP.CFG1.Get()
	for i := 0; i < 4; i++ {
		to[i], to[i+4] = byte(low>>(8*i)), byte(high>>(8*i))
	}
}
