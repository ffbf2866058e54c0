//go:build fe310

package machine

import "device/sifive"

// SPI is a serial bus, of which the chip is the controller (FE310-G002 Manual, chapter 19). The chip's
// first one reads the flash, the third one has no pins on the package.
type SPI struct {
	Bus *sifive.QSPI_Type
}

var (
	SPI1  = &_SPI1
	_SPI1 = SPI{Bus: sifive.QSPI1}
	// SPI0 is another name of the only free bus.
	SPI0 = SPI1
)

// Configure starts the bus. It has no other pins than its own.
func (spi *SPI) Configure(config SPIConfig) error {
	config = config.withDefaults(SPI1_SCK_PIN, SPI1_SDO_PIN, SPI1_SDI_PIN)
	for _, wire := range [...]struct {
		pin, own Pin
		err      error
	}{
		{config.SCK, P05, ErrInvalidClockPin},
		{config.SDO, P03, ErrInvalidDataPin},
		{config.SDI, P04, ErrInvalidDataPin},
	} {
		if wire.pin == NoPin {
			continue
		}
		if wire.pin != wire.own {
			return wire.err
		}
		wire.pin.Configure(PinConfig{Mode: pinFunction0})
	}
	bus := spi.Bus
	// The mode's lower bit, the phase, is the register's, too.
	bus.SCKMODE.Set(uint32(config.Mode & 3))
	bus.CSMODE.Set(sifive.QSPI_CSMODE_OFF)
	format := uint32(sifive.QSPI_FMT_LEN_8)
	if config.LSBFirst {
		format |= sifive.QSPI_FMT_ENDIAN
	}
	bus.FMT.Set(format)
	bus.FCTRL.Set(0)
	return spi.SetBaudRate(config.Frequency)
}

// SetBaudRate sets the clock, in Hz: the fastest that is not faster, the processor's / 2 to 8192.
func (spi *SPI) SetBaudRate(br uint32) error {
	div := uint32(sifive.QSPI_SCKDIV_MAX)
	if br > CPUFrequency()/(2*(sifive.QSPI_SCKDIV_MAX+1)) {
		div = (CPUFrequency()+2*br-1)/(2*br) - 1
	}
	spi.Bus.SCKDIV.Set(div)
	return nil
}

// GetBaudRate is the clock, in Hz.
func (spi *SPI) GetBaudRate() uint32 {
	return CPUFrequency() / (2 * (spi.Bus.SCKDIV.Get() + 1))
}

// Transfer sends a byte and receives one. Reading the register takes what has come, and its highest
// bit says that nothing had.
func (spi *SPI) Transfer(w byte) (byte, error) {
	for spi.Bus.TXDATA.HasBits(sifive.QSPI_TXDATA_FULL) {
	}
	spi.Bus.TXDATA.Set(uint32(w))
	for {
		if c := spi.Bus.RXDATA.Get(); c&sifive.QSPI_RXDATA_EMPTY == 0 {
			return byte(c), nil
		}
	}
}

// I2C is a two-wire bus, of which the chip is the controller (chapter 21).
type I2C struct {
	Bus *sifive.I2C_Type
}

var (
	I2C0  = &_I2C0
	_I2C0 = I2C{Bus: sifive.I2C0}
)

// Configure starts the bus. It has no other pins than its own.
func (i2c *I2C) Configure(config I2CConfig) error {
	config = config.withDefaults(I2C0_SDA_PIN, I2C0_SCL_PIN)
	if config.SDA != P12 {
		return ErrInvalidDataPin
	}
	if config.SCL != P13 {
		return ErrInvalidClockPin
	}
	if err := i2c.SetBaudRate(config.Frequency); err != nil {
		return err
	}
	config.SDA.Configure(PinConfig{Mode: pinFunction0})
	config.SCL.Configure(PinConfig{Mode: pinFunction0})
	return nil
}

// SetBaudRate sets the speed in bits a second, up to 400,000: a fifth of the prescaler's clock.
func (i2c *I2C) SetBaudRate(br uint32) error {
	if br > TWI_FREQ_400KHZ || br < CPUFrequency()/5/0x10000 {
		return errI2CSpeed
	}
	prescale := (CPUFrequency()/5+br-1)/br - 1
	i2c.Bus.CTR.Set(0)
	i2c.Bus.PRER_LO.Set(prescale & 0xff)
	i2c.Bus.PRER_HI.Set(prescale >> 8)
	i2c.Bus.CTR.Set(sifive.I2C_CTR_EN)
	return nil
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it. Either may be
// empty; if both are, the device is only asked whether it is there.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if addr > 0x7f {
		return errI2CAddress
	}
	err := i2c.transfer(uint32(addr)<<1, w, r)
	if err == ErrI2CNack || err == nil && len(r) == 0 {
		i2c.Bus.CR_SR.Set(sifive.I2C_CR_STO)
	}
	if err == ErrI2CTimeout {
		i2c.Bus.CTR.Set(0)
		i2c.Bus.CTR.Set(sifive.I2C_CTR_EN)
	}
	for n := i2cPatience(); err == nil && i2c.Bus.CR_SR.HasBits(sifive.I2C_SR_BUSY); n-- {
		if n == 0 {
			return ErrI2CTimeout
		}
	}
	return err
}

// transfer leaves the bus held if nothing is read, or the device does not answer.
func (i2c *I2C) transfer(address uint32, w, r []byte) error {
	bus := i2c.Bus
	if len(w) != 0 || len(r) == 0 {
		if err := i2c.send(address, sifive.I2C_CR_STA); err != nil {
			return err
		}
		for _, c := range w {
			if err := i2c.send(uint32(c), 0); err != nil {
				return err
			}
		}
	}
	if len(r) == 0 {
		return nil
	}
	if err := i2c.send(address|1, sifive.I2C_CR_STA); err != nil {
		return err
	}
	for i := range r {
		command := uint32(sifive.I2C_CR_RD)
		if i == len(r)-1 {
			command |= sifive.I2C_CR_NACK | sifive.I2C_CR_STO
		}
		if _, err := i2c.order(command); err != nil {
			return err
		}
		r[i] = byte(bus.TXR_RXR.Get())
	}
	return nil
}

// send sends a byte, after a start if the command says so.
func (i2c *I2C) send(c uint32, start uint32) error {
	i2c.Bus.TXR_RXR.Set(c)
	state, err := i2c.order(start | sifive.I2C_CR_WR)
	if err == nil && state&sifive.I2C_SR_RXACK != 0 {
		return ErrI2CNack
	}
	return err
}

// order has the controller execute a command, and gives its state afterwards.
func (i2c *I2C) order(command uint32) (state uint32, err error) {
	i2c.Bus.CR_SR.Set(command | sifive.I2C_CR_IACK)
	for n := i2cPatience(); n != 0; n-- {
		state = i2c.Bus.CR_SR.Get()
		if state&sifive.I2C_SR_AL != 0 {
			return state, ErrI2CBus
		}
		if state&sifive.I2C_SR_TIP == 0 {
			return state, nil
		}
	}
	return state, ErrI2CTimeout
}
