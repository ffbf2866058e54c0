//go:build rp2040

package machine

import "device/rp"

// SPI is a serial bus, of which the chip is the controller (PL022; RP2040 Datasheet, section 4.4).
type SPI struct {
	Bus *rp.SPI_Type
}

var (
	SPI0  = &_SPI0
	_SPI0 = SPI{Bus: rp.SPI0}
	SPI1  = &_SPI1
	_SPI1 = SPI{Bus: rp.SPI1}
)

// Configure starts the bus.
func (spi *SPI) Configure(config SPIConfig) error {
	if config.LSBFirst {
		return errSPIOrder
	}
	if spi.Bus == rp.SPI1 {
		config = config.withDefaults(SPI1_SCK_PIN, SPI1_SDO_PIN, SPI1_SDI_PIN)
		restart(rp.RESETS_RESET_SPI1)
	} else {
		config = config.withDefaults(SPI0_SCK_PIN, SPI0_SDO_PIN, SPI0_SDI_PIN)
		restart(rp.RESETS_RESET_SPI0)
	}
	const eightBits = 7
	mode := uint32(eightBits)
	if config.Mode&2 != 0 {
		mode |= rp.SPI_SSPCR0_SPO
	}
	if config.Mode&1 != 0 {
		mode |= rp.SPI_SSPCR0_SPH
	}
	spi.Bus.SSPCR0.Set(mode)
	spi.SetBaudRate(config.Frequency)
	spi.Bus.SSPCR1.Set(rp.SPI_SSPCR1_SSE)
	for _, pin := range [...]Pin{config.SCK, config.SDO, config.SDI} {
		if pin != NoPin {
			pin.Configure(PinConfig{Mode: PinSPI})
		}
	}
	return nil
}

// SetBaudRate sets the clock, in Hz: the fastest that is not faster.
func (spi *SPI) SetBaudRate(br uint32) error {
	// An even prescaler, 2 to 254, and a divider, 1 to 256 (section 4.4.3.4). The smallest prescaler
	// gives the finest steps.
	prescale := uint32(2)
	for prescale < 254 && CPUFrequency()/prescale > br*256 {
		prescale += 2
	}
	div := (CPUFrequency()/prescale + br - 1) / br
	if div > 256 {
		div = 256
	}
	spi.Bus.SSPCPSR.Set(prescale)
	spi.Bus.SSPCR0.ReplaceBits(div-1, 0xff, rp.SPI_SSPCR0_SCR_Pos)
	return nil
}

// GetBaudRate is the clock, in Hz.
func (spi *SPI) GetBaudRate() uint32 {
	div := spi.Bus.SSPCR0.Get()>>rp.SPI_SSPCR0_SCR_Pos&0xff + 1
	return CPUFrequency() / (spi.Bus.SSPCPSR.Get() * div)
}

// Transfer sends a byte and receives one.
func (spi *SPI) Transfer(w byte) (byte, error) {
	for !spi.Bus.SSPSR.HasBits(rp.SPI_SSPSR_TNF) {
	}
	spi.Bus.SSPDR.Set(uint32(w))
	for !spi.Bus.SSPSR.HasBits(rp.SPI_SSPSR_RNE) {
	}
	return byte(spi.Bus.SSPDR.Get()), nil
}
