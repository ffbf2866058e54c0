//go:build imxrt106x

package machine

import "device/nxp"

// SPI is a serial bus, of which the chip is the controller (IMXRT1060RM, "LPSPI").
type SPI struct {
	Bus *nxp.LPSPI_Type
	// format is what TCR was told: it cannot be read while the queue takes it over.
	format uint32
}

// The buses by the chip's own numbers. Each has its own pins, clock, output and input: bus 1
// GPIO_SD_B0_00, _02 and _03; bus 3 GPIO_AD_B1_15, _14 and _13; bus 4 GPIO_B0_03, _02 and _01.
var (
	_SPI1 = SPI{Bus: nxp.LPSPI1}
	_SPI3 = SPI{Bus: nxp.LPSPI3}
	_SPI4 = SPI{Bus: nxp.LPSPI4}
)

// spiClock is an eighth of the system PLL's.
const spiClock = 66000000

// Configure starts the bus. It has no other pins than its own; an input or output can be NoPin.
func (spi *SPI) Configure(config SPIConfig) error {
	// The function of the pins, and the place of the bus' registers SELECT_INPUT (clock, input, output),
	// with what selects them.
	const on = 3
	sck, sdo, sdi, function, place, selects := PC0+12, PC0+14, PC0+15, uint32(4), (0x4f0-0x3f4)/4, uint32(1)
	n := uint8(0)
	switch spi.Bus {
	case nxp.LPSPI3:
		sck, sdo, sdi, function, place, selects = PA0+31, PA0+30, PA0+29, 2, (0x510-0x3f4)/4, 1
		n = 4
	case nxp.LPSPI4:
		sck, sdo, sdi, function, place, selects = PB0+3, PB0+2, PB0+1, 3, (0x520-0x3f4)/4, 0
		n = 6
	}
	config = config.withDefaults(sck, sdo, sdi)
	if config.SCK != sck {
		return ErrInvalidClockPin
	}
	if config.SDO != sdo && config.SDO != NoPin || config.SDI != sdi && config.SDI != NoPin {
		return ErrInvalidDataPin
	}
	startPLLSystem()
	const pll, eighth = 2, 7
	nxp.CCM.CBCMR.ReplaceBits(pll, 3, nxp.CCM_CBCMR_LPSPI_CLK_SEL_Pos)
	nxp.CCM.CBCMR.ReplaceBits(eighth, 7, nxp.CCM_CBCMR_LPSPI_PODF_Pos)
	nxp.CCM.CCGR[1].SetBits(on << n)
	for i, pin := range [...]Pin{config.SCK, config.SDI, config.SDO} {
		if pin != NoPin {
			pin.connect(function|nxp.IOMUXC_MUX_SION, padOutput|nxp.IOMUXC_PAD_HYS)
			nxp.IOMUXC.SELECT_INPUT[place+i].Set(selects)
		}
	}
	spi.Bus.CR.Set(nxp.LPSPI_CR_RST)
	spi.Bus.CR.Set(0)
	spi.Bus.CFGR1.Set(nxp.LPSPI_CFGR1_MASTER)
	spi.Bus.FCR.Set(0)
	format := uint32(nxp.LPSPI_TCR_FRAMESZ_8)
	if config.LSBFirst {
		format |= nxp.LPSPI_TCR_LSBF
	}
	if config.Mode&2 != 0 {
		format |= nxp.LPSPI_TCR_CPOL
	}
	if config.Mode&1 != 0 {
		format |= nxp.LPSPI_TCR_CPHA
	}
	spi.start(format, config.Frequency)
	return nil
}

// startPLLSystem starts the PLL of 528 MHz, unless the boot ROM's runs.
func startPLLSystem() {
	pll := &nxp.CCM_ANALOG.PLL_SYS
	if pll.HasBits(nxp.CCM_ANALOG_PLL_SYS_LOCK) && !pll.HasBits(nxp.CCM_ANALOG_PLL_SYS_BYPASS) {
		return
	}
	const by22 = nxp.CCM_ANALOG_PLL_SYS_DIV_SELECT
	pll.Set(nxp.CCM_ANALOG_PLL_SYS_BYPASS | nxp.CCM_ANALOG_PLL_SYS_ENABLE | by22)
	for !pll.HasBits(nxp.CCM_ANALOG_PLL_SYS_LOCK) {
	}
	pll.ClearBits(nxp.CCM_ANALOG_PLL_SYS_BYPASS)
}

// start sets the clock, which can be written while the bus is off only, and the format of what is sent.
func (spi *SPI) start(format, br uint32) {
	// A prescaler, 1 to 128, and a divider, 2 to 257. The smallest prescaler gives the finest steps.
	prescale, div := uint32(0), uint32(257)
	for ; prescale < 7; prescale++ {
		if uint64(br)<<prescale*257 >= spiClock {
			break
		}
	}
	if uint64(br)<<prescale*257 >= spiClock {
		div = (spiClock>>prescale + br - 1) / br
	}
	if div < 2 {
		div = 2
	}
	spi.Bus.CR.Set(0)
	spi.Bus.CCR.Set(div - 2)
	spi.Bus.CR.Set(nxp.LPSPI_CR_MEN | nxp.LPSPI_CR_RTF | nxp.LPSPI_CR_RRF)
	spi.format = format&^(7<<nxp.LPSPI_TCR_PRESCALE_Pos) | prescale<<nxp.LPSPI_TCR_PRESCALE_Pos
	spi.Bus.TCR.Set(spi.format)
}

// SetBaudRate sets the clock, in Hz: the fastest that is not faster.
func (spi *SPI) SetBaudRate(br uint32) error {
	spi.start(spi.format, br)
	return nil
}

// GetBaudRate is the clock, in Hz.
func (spi *SPI) GetBaudRate() uint32 {
	div := spi.Bus.CCR.Get()&0xff + 2
	return spiClock >> (spi.format >> nxp.LPSPI_TCR_PRESCALE_Pos & 7) / div
}

// Transfer sends a byte and receives one.
func (spi *SPI) Transfer(w byte) (byte, error) {
	spi.Bus.TDR.Set(uint32(w))
	for spi.Bus.RSR.HasBits(nxp.LPSPI_RSR_RXEMPTY) {
	}
	return byte(spi.Bus.RDR.Get()), nil
}
