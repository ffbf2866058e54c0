//go:build nrf51

package machine

import (
	"device/nrf"
	"runtime/volatile"
)

const deviceName = "nRF51"

const (
	pinCount       = 32
	gpioteChannels = 4
)

func (p Pin) port() (*nrf.GPIO_Type, uint32) {
	return nrf.P0, uint32(p & 31)
}

const uartStopBits = 1

// The size of a page of the flash memory.
const flashEraseBlock = 1024

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 16000000
}

// SPI is a serial bus, of which the chip is the controller (nRF51 Series Reference Manual, SPI).
type SPI struct {
	Bus *nrf.SPI_Type
}

// SPI0 is the second of the chip's controllers, since I2C0 has the first one's place.
var (
	SPI0  = &_SPI0
	_SPI0 = SPI{Bus: nrf.SPI1}
)

// Configure starts the bus.
func (spi *SPI) Configure(config SPIConfig) error {
	config = config.withDefaults(SPI0_SCK_PIN, SPI0_SDO_PIN, SPI0_SDI_PIN)
	config.SCK.Configure(PinConfig{Mode: PinOutput})
	config.SDO.Configure(PinConfig{Mode: PinOutput})
	config.SDI.Configure(PinConfig{Mode: PinInput})
	bus := spi.Bus
	bus.PSELSCK.Set(config.SCK.selection())
	bus.PSELMOSI.Set(config.SDO.selection())
	bus.PSELMISO.Set(config.SDI.selection())
	bus.CONFIG.Set(spiMode(config))
	spi.SetBaudRate(config.Frequency)
	bus.ENABLE.Set(nrf.SPI_ENABLE_Enabled)
	return nil
}

// Transfer sends a byte and receives one.
func (spi *SPI) Transfer(w byte) (byte, error) {
	spi.Bus.EVENTS_READY.Set(0)
	spi.Bus.TXD.Set(uint32(w))
	for spi.Bus.EVENTS_READY.Get() == 0 {
	}
	return byte(spi.Bus.RXD.Get()), nil
}

// I2C is a two-wire bus, of which the chip is the controller (nRF51 Series Reference Manual, TWI).
type I2C struct {
	Bus *nrf.TWI_Type
}

var (
	I2C0  = &_I2C0
	_I2C0 = I2C{Bus: nrf.TWI0}
)

// Configure starts the bus.
func (i2c *I2C) Configure(config I2CConfig) error {
	config = config.prepare()
	i2c.Bus.PSELSCL.Set(uint32(config.SCL))
	i2c.Bus.PSELSDA.Set(uint32(config.SDA))
	i2c.Bus.ENABLE.Set(nrf.TWI_ENABLE_Enabled)
	return i2c.SetBaudRate(config.Frequency)
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it. Either may be
// empty.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if addr > 0x7f {
		return errI2CAddress
	}
	bus := i2c.Bus
	bus.ADDRESS.Set(uint32(addr))
	bus.EVENTS_ERROR.Set(0)
	bus.SHORTS.Set(0)
	err := i2c.write(w)
	if err == nil {
		err = i2c.read(r)
	}
	if err != nil || len(r) == 0 {
		bus.EVENTS_STOPPED.Set(0)
		bus.TASKS_STOP.Set(1)
		for n := i2cPatience(); bus.EVENTS_STOPPED.Get() == 0 && n > 0; n-- {
		}
	}
	return err
}

func (i2c *I2C) write(w []byte) error {
	for i, c := range w {
		i2c.Bus.EVENTS_TXDSENT.Set(0)
		if i == 0 {
			i2c.Bus.TASKS_STARTTX.Set(1)
		}
		i2c.Bus.TXD.Set(uint32(c))
		if err := i2c.wait(&i2c.Bus.EVENTS_TXDSENT); err != nil {
			return err
		}
	}
	return nil
}

// read receives r. After each byte the controller rests until the byte is taken, after the last one
// it stops.
func (i2c *I2C) read(r []byte) error {
	bus := i2c.Bus
	for i := range r {
		if i == len(r)-1 {
			bus.SHORTS.Set(nrf.TWI_SHORTS_BB_STOP)
		} else {
			bus.SHORTS.Set(nrf.TWI_SHORTS_BB_SUSPEND)
		}
		bus.EVENTS_RXDREADY.Set(0)
		if i == 0 {
			bus.TASKS_STARTRX.Set(1)
		} else {
			bus.TASKS_RESUME.Set(1)
		}
		if err := i2c.wait(&bus.EVENTS_RXDREADY); err != nil {
			return err
		}
		r[i] = byte(bus.RXD.Get())
	}
	return nil
}

func (i2c *I2C) wait(event *volatile.Register32) error {
	for n := i2cPatience(); n > 0; n-- {
		if i2c.Bus.EVENTS_ERROR.Get() != 0 {
			source := i2c.Bus.ERRORSRC.Get()
			i2c.Bus.ERRORSRC.Set(source)
			if source&nrf.TWI_ERRORSRC_NACK != 0 {
				return ErrI2CNack
			}
			return ErrI2CBus
		}
		if event.Get() != 0 {
			return nil
		}
	}
	return ErrI2CTimeout
}

// InitADC starts the converter.
func InitADC() {
	nrf.ADC.ENABLE.Set(1)
}

// channel is the bit of the pin's input.
func (a ADC) channel() uint32 {
	switch p := a.Pin; {
	case p == 26 || p == 27:
		return 1 << (p - 26)
	case p >= 1 && p <= 6:
		return 1 << (p + 1)
	}
	return 0
}

// Get measures: 0 is ground, 0xffc0 the supply, in steps of the chip's 10 bits (nRF51 Series
// Reference Manual, ADC).
func (a ADC) Get() uint16 {
	const tenBits, thirdOfInput, thirdOfSupply = 2, 2 << 2, 3 << 5
	nrf.ADC.CONFIG.Set(tenBits | thirdOfInput | thirdOfSupply | a.channel()<<8)
	nrf.ADC.EVENTS_END.Set(0)
	nrf.ADC.TASKS_START.Set(1)
	for nrf.ADC.EVENTS_END.Get() == 0 {
	}
	value := uint16(nrf.ADC.RESULT.Get()) << 6
	nrf.ADC.TASKS_STOP.Set(1)
	return value
}
