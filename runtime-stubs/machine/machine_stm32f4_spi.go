//go:build stm32f4

package machine

import (
	"device/stm32"
	"runtime/volatile"
	"unsafe"
)

// SPI is a serial bus, of which the chip is the controller (RM0090, chapter 28).
type SPI struct {
	Bus           *stm32.SPI_Type
	sck, sdo, sdi Pin
}

// The buses by the chip's own numbers, with the pins that they have if no others are given. Boards
// give them their names; SPI0 is the board's usual one.
var (
	_SPI1 = SPI{Bus: stm32.SPI1, sck: PA5, sdo: PA7, sdi: PA6}
	_SPI2 = SPI{Bus: stm32.SPI2, sck: PB13, sdo: PB15, sdi: PB14}
	_SPI3 = SPI{Bus: stm32.SPI3, sck: PB3, sdo: PB5, sdi: PB4}
)

// Configure starts the bus; its pins are those above unless others are given.
func (spi *SPI) Configure(config SPIConfig) error {
	config = config.withDefaults(spi.sck, spi.sdo, spi.sdi)
	function := uint32(functionSPI1)
	switch spi.Bus {
	case stm32.SPI1:
		stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_SPI1EN)
	case stm32.SPI2:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_SPI2EN)
	default:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_SPI3EN)
		function = functionSPI3
	}
	for _, pin := range [...]Pin{config.SCK, config.SDO, config.SDI} {
		pin.connect(function, 0, false)
	}
	// Alone on the bus, with the select line left to software.
	mode := uint32(stm32.SPI_CR1_MSTR | stm32.SPI_CR1_SSM | stm32.SPI_CR1_SSI)
	if config.LSBFirst {
		mode |= stm32.SPI_CR1_LSBFIRST
	}
	if config.Mode&2 != 0 {
		mode |= stm32.SPI_CR1_CPOL
	}
	if config.Mode&1 != 0 {
		mode |= stm32.SPI_CR1_CPHA
	}
	spi.Bus.CR1.Set(mode)
	spi.SetBaudRate(config.Frequency)
	spi.Bus.CR1.SetBits(stm32.SPI_CR1_SPE)
	return nil
}

func (spi *SPI) clock() uint32 {
	if spi.Bus == stm32.SPI1 {
		return clockAPB2()
	}
	return clockAPB1()
}

// SetBaudRate sets the clock, in Hz: the fastest that is not faster, the bus' clock / 2 to 256.
func (spi *SPI) SetBaudRate(br uint32) error {
	div := uint32(0)
	for div < 7 && spi.clock()>>(div+1) > br {
		div++
	}
	spi.Bus.CR1.ReplaceBits(div, 7, stm32.SPI_CR1_BR_Pos)
	return nil
}

// GetBaudRate is the clock, in Hz.
func (spi *SPI) GetBaudRate() uint32 {
	return spi.clock() >> (spi.Bus.CR1.Get()>>stm32.SPI_CR1_BR_Pos&7 + 1)
}

// Transfer sends a byte and receives one.
func (spi *SPI) Transfer(w byte) (byte, error) {
	for !spi.Bus.SR.HasBits(stm32.SPI_SR_TXE) {
	}
	volatile.StoreUint16(spi.data(), uint16(w))
	for !spi.Bus.SR.HasBits(stm32.SPI_SR_RXNE) {
	}
	return byte(volatile.LoadUint16(spi.data())), nil
}

// data is the data register as what it is, 16 bits: a frame.
func (spi *SPI) data() *uint16 {
	return (*uint16)(unsafe.Pointer(&spi.Bus.DR.Reg))
}
