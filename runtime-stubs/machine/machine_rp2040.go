//go:build rp2040

package machine

import "device/rp"

const deviceName = "RP2040"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
	PinAnalog
	PinUART
	PinPWM
	PinI2C
	PinSPI
)

// The pins by the chip's names.
const (
	GPIO0 Pin = iota
	GPIO1
	GPIO2
	GPIO3
	GPIO4
	GPIO5
	GPIO6
	GPIO7
	GPIO8
	GPIO9
	GPIO10
	GPIO11
	GPIO12
	GPIO13
	GPIO14
	GPIO15
	GPIO16
	GPIO17
	GPIO18
	GPIO19
	GPIO20
	GPIO21
	GPIO22
	GPIO23
	GPIO24
	GPIO25
	GPIO26
	GPIO27
	GPIO28
	GPIO29
)

// CurrentCore is the number of the core that runs: the first one, as the second is not started.
func CurrentCore() int {
	return int(rp.SIO.CPUID.Get())
}

// NumCores is the number of the chip's cores.
func NumCores() int {
	return 2
}

// ChipVersion is 1 for the revisions B0 and B1, 2 for B2 (section 2.20, CHIP_ID).
func ChipVersion() uint8 {
	return uint8(rp.SYSINFO.CHIP_ID.Get() >> 28)
}

// Configure makes the pin an input or output (RP2040 Datasheet, sections 2.19.2 and 2.19.4).
func (p Pin) Configure(config PinConfig) {
	if p > 29 {
		return
	}
	pad := uint32(rp.PADS_BANK0_IE | rp.PADS_BANK0_DRIVE_4M | rp.PADS_BANK0_SCHMITT)
	function := uint32(rp.IO_BANK0_FUNCSEL_SIO)
	bit := uint32(1) << p
	rp.SIO.GPIO_OE_CLR.Set(bit)
	switch config.Mode {
	case PinOutput:
		rp.SIO.GPIO_OUT_CLR.Set(bit)
		rp.SIO.GPIO_OE_SET.Set(bit)
	case PinInputPullup:
		pad |= rp.PADS_BANK0_PUE
	case PinInputPulldown:
		pad |= rp.PADS_BANK0_PDE
	case PinAnalog:
		pad = rp.PADS_BANK0_OD
		function = rp.IO_BANK0_FUNCSEL_NULL
	case PinUART:
		function = rp.IO_BANK0_FUNCSEL_UART
	case PinPWM:
		function = rp.IO_BANK0_FUNCSEL_PWM
	case PinI2C:
		// The bus is never driven high (section 4.3.4): its own resistors pull, and these help.
		pad |= rp.PADS_BANK0_PUE
		function = rp.IO_BANK0_FUNCSEL_I2C
	case PinSPI:
		function = rp.IO_BANK0_FUNCSEL_SPI
	}
	rp.PADS_BANK0.GPIO[p].Set(pad)
	rp.IO_BANK0.GPIO[p].CTRL.Set(function)
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	if high {
		rp.SIO.GPIO_OUT_SET.Set(1 << (p & 31))
	} else {
		rp.SIO.GPIO_OUT_CLR.Set(1 << (p & 31))
	}
}

// Get is the level at the pin.
func (p Pin) Get() bool {
	return rp.SIO.GPIO_IN.HasBits(1 << (p & 31))
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	return &rp.SIO.GPIO_OUT_SET.Reg, 1 << (p & 31)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	return &rp.SIO.GPIO_OUT_CLR.Reg, 1 << (p & 31)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 125000000
}

// restart resets peripherals and takes them out of reset (section 2.14).
func restart(bits uint32) {
	rp.RESETS.RESET.SetBits(bits)
	rp.RESETS.RESET.ClearBits(bits)
	for !rp.RESETS.RESET_DONE.HasBits(bits) {
	}
}
