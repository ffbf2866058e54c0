//go:build stm32f4

package machine

import "device/stm32"

// I2C is a two-wire bus, of which the chip is the controller (RM0090, chapter 27).
type I2C struct {
	Bus    *stm32.I2C_Type
	target bool
	// answers says that the bus' controller reads from this target.
	answers  bool
	sda, scl Pin
}

// The buses have the chip's own numbers, but for what boards say; I2C0 is the first one's other name.
var (
	I2C0  = &_I2C1
	I2C1  = &_I2C1
	_I2C1 = I2C{Bus: stm32.I2C1, sda: I2C0_SDA_PIN, scl: I2C0_SCL_PIN}
	I2C2  = &_I2C2
	_I2C2 = I2C{Bus: stm32.I2C2, sda: PB11, scl: PB10}
)

// Configure starts the bus; its pins are those above unless others are given.
func (i2c *I2C) Configure(config I2CConfig) error {
	config = config.withDefaults(i2c.sda, i2c.scl)
	switch i2c.Bus {
	case stm32.I2C1:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_I2C1EN)
	case stm32.I2C2:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_I2C2EN)
	default:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_I2C3EN)
	}
	const pullUp = 1
	config.SCL.connect(functionI2C, pullUp, true)
	config.SDA.connect(functionI2C, pullUp, true)
	i2c.Bus.CR1.Set(stm32.I2C_CR1_SWRST)
	i2c.Bus.CR1.Set(0)
	i2c.target, i2c.answers = config.Mode == I2CModeTarget, false
	if i2c.target {
		i2c.Bus.CR2.Set(clockAPB1() / 1000000)
		return nil
	}
	return i2c.SetBaudRate(config.Frequency)
}

// SetBaudRate sets the speed in bits a second, at most 400,000.
func (i2c *I2C) SetBaudRate(br uint32) error {
	if br == 0 || br > TWI_FREQ_400KHZ {
		return errI2CSpeed
	}
	clock := clockAPB1()
	mhz := clock / 1000000
	bus := i2c.Bus
	bus.CR1.Set(0)
	bus.CR2.Set(mhz)
	if br <= TWI_FREQ_100KHZ {
		// As long high as low; a rise of 1 µs.
		bus.CCR.Set((clock + 2*br - 1) / (2 * br))
		bus.TRISE.Set(mhz + 1)
	} else {
		// High for one part, low for two; a rise of 300 ns.
		bus.CCR.Set(stm32.I2C_CCR_F_S | (clock+3*br-1)/(3*br))
		bus.TRISE.Set(mhz*3/10 + 1)
	}
	bus.CR1.Set(stm32.I2C_CR1_PE)
	return nil
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it. Either may be
// empty.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if addr > 0x7f {
		return errI2CAddress
	}
	if i2c.target {
		return ErrI2CWrongMode
	}
	err := i2c.transfer(uint32(addr)<<1, w, r)
	if err != nil {
		i2c.Bus.SR1.Set(0)
		i2c.Bus.CR1.SetBits(stm32.I2C_CR1_STOP)
	}
	return err
}

func (i2c *I2C) transfer(addr uint32, w, r []byte) error {
	if len(w) != 0 {
		if err := i2c.start(addr); err != nil {
			return err
		}
		i2c.Bus.SR2.Get() // which ends the state ADDR
		for _, c := range w {
			if err := i2c.wait(stm32.I2C_SR1_TXE); err != nil {
				return err
			}
			i2c.Bus.DR.Set(uint32(c))
		}
		if err := i2c.wait(stm32.I2C_SR1_BTF); err != nil {
			return err
		}
		if len(r) == 0 {
			i2c.Bus.CR1.SetBits(stm32.I2C_CR1_STOP)
		}
	}
	if len(r) != 0 {
		return i2c.read(addr|1, r)
	}
	return nil
}

// start begins a transfer and waits until the device has answered to its address.
func (i2c *I2C) start(addr uint32) error {
	i2c.Bus.CR1.SetBits(stm32.I2C_CR1_START)
	if err := i2c.wait(stm32.I2C_SR1_SB); err != nil {
		return err
	}
	i2c.Bus.DR.Set(addr)
	return i2c.wait(stm32.I2C_SR1_ADDR)
}

// read receives r. The controller must be told before the end where it is: in one of three ways
// (section 27.3.3, "Closing the communication").
func (i2c *I2C) read(addr uint32, r []byte) error {
	bus := i2c.Bus
	bus.CR1.ClearBits(stm32.I2C_CR1_POS)
	bus.CR1.SetBits(stm32.I2C_CR1_ACK)
	if len(r) == 2 {
		// The answer that is prepared is that to the byte after the next.
		bus.CR1.SetBits(stm32.I2C_CR1_POS)
	}
	if err := i2c.start(addr); err != nil {
		return err
	}
	if len(r) == 1 {
		bus.CR1.ClearBits(stm32.I2C_CR1_ACK)
		bus.SR2.Get()
		bus.CR1.SetBits(stm32.I2C_CR1_STOP)
		return i2c.take(r, stm32.I2C_SR1_RXNE)
	}
	bus.SR2.Get()
	if len(r) == 2 {
		bus.CR1.ClearBits(stm32.I2C_CR1_ACK)
	}
	if n := len(r); n > 2 {
		if err := i2c.take(r[:n-3], stm32.I2C_SR1_RXNE); err != nil {
			return err
		}
		// Two bytes are there, and the clock is held; the one after them is the last.
		if err := i2c.wait(stm32.I2C_SR1_BTF); err != nil {
			return err
		}
		bus.CR1.ClearBits(stm32.I2C_CR1_ACK)
		r[n-3] = byte(bus.DR.Get())
		r = r[n-2:]
	}
	if err := i2c.wait(stm32.I2C_SR1_BTF); err != nil {
		return err
	}
	bus.CR1.SetBits(stm32.I2C_CR1_STOP)
	r[0] = byte(bus.DR.Get())
	r[1] = byte(bus.DR.Get())
	bus.CR1.ClearBits(stm32.I2C_CR1_POS)
	return nil
}

func (i2c *I2C) take(r []byte, when uint32) error {
	for i := range r {
		if err := i2c.wait(when); err != nil {
			return err
		}
		r[i] = byte(i2c.Bus.DR.Get())
	}
	return nil
}

// wait waits for one of the states.
func (i2c *I2C) wait(states uint32) error {
	for n := i2cPatience(); n > 0; n-- {
		is := i2c.Bus.SR1.Get()
		switch {
		case is&stm32.I2C_SR1_AF != 0:
			return ErrI2CNack
		case is&(stm32.I2C_SR1_BERR|stm32.I2C_SR1_ARLO) != 0:
			return ErrI2CBus
		case is&states != 0:
			return nil
		}
	}
	return ErrI2CTimeout
}
