//go:build rp2040

package machine

import "device/rp"

// I2C is a two-wire bus, of which the chip is the controller (RP2040 Datasheet, section 4.3).
type I2C struct {
	Bus *rp.I2C_Type
	// next is the first byte of the message after the one that has been received, with a flag.
	next uint32
	// open says that a message was received whose end the program has not been told.
	open bool
}

var (
	I2C0  = &_I2C0
	_I2C0 = I2C{Bus: rp.I2C0}
	I2C1  = &_I2C1
	_I2C1 = I2C{Bus: rp.I2C1}
)

// Configure starts the bus.
func (i2c *I2C) Configure(config I2CConfig) error {
	if i2c.Bus == rp.I2C1 {
		config = config.withDefaults(I2C1_SDA_PIN, I2C1_SCL_PIN)
		restart(rp.RESETS_RESET_I2C1)
	} else {
		config = config.withDefaults(I2C0_SDA_PIN, I2C0_SCL_PIN)
		restart(rp.RESETS_RESET_I2C0)
	}
	i2c.Bus.IC_ENABLE.Set(0)
	const fast = 2 << rp.I2C_IC_CON_SPEED_Pos
	if config.Mode == I2CModeTarget {
		i2c.startTarget(fast)
		config.SDA.Configure(PinConfig{Mode: PinI2C})
		config.SCL.Configure(PinConfig{Mode: PinI2C})
		return nil
	}
	i2c.Bus.IC_CON.Set(fast | rp.I2C_IC_CON_MASTER_MODE | rp.I2C_IC_CON_IC_SLAVE_DISABLE |
		rp.I2C_IC_CON_IC_RESTART_EN | rp.I2C_IC_CON_TX_EMPTY_CTRL)
	i2c.Bus.IC_RX_TL.Set(0)
	i2c.Bus.IC_TX_TL.Set(0)
	config.SDA.Configure(PinConfig{Mode: PinI2C})
	config.SCL.Configure(PinConfig{Mode: PinI2C})
	return i2c.SetBaudRate(config.Frequency)
}

// SetBaudRate sets the speed in bits a second, at most 1 MHz.
func (i2c *I2C) SetBaudRate(br uint32) error {
	if br == 0 || br > 1*MHz {
		return errI2CSpeed
	}
	// Low for three fifths of the period, high for two, which suits all speeds; data changes 300 ns
	// after the clock falls, 120 ns at 1 MHz (section 4.3.14.1).
	period := (CPUFrequency() + br/2) / br
	low := period * 3 / 5
	hold := CPUFrequency()/1000000*3/10 + 1
	if br > TWI_FREQ_400KHZ {
		hold = CPUFrequency()/1000000*12/100 + 1
	}
	spikes := low / 16
	if spikes == 0 {
		spikes = 1
	}
	bus := i2c.Bus
	bus.IC_ENABLE.Set(0)
	bus.IC_FS_SCL_HCNT.Set(period - low)
	bus.IC_FS_SCL_LCNT.Set(low)
	bus.IC_FS_SPKLEN.Set(spikes)
	bus.IC_SDA_HOLD.ReplaceBits(hold, 0xffff, 0)
	bus.IC_ENABLE.Set(1)
	return nil
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it. Either may be
// empty.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if addr > 0x7f {
		return errI2CAddress
	}
	if !i2c.Bus.IC_CON.HasBits(rp.I2C_IC_CON_MASTER_MODE) {
		return ErrI2CWrongMode
	}
	if len(w)+len(r) == 0 {
		return nil
	}
	bus := i2c.Bus
	bus.IC_ENABLE.Set(0)
	bus.IC_TAR.Set(uint32(addr))
	bus.IC_ENABLE.Set(1)
	bus.IC_CLR_INTR.Get()
	for i := range w {
		command := uint32(w[i])
		if i == len(w)-1 && len(r) == 0 {
			command |= rp.I2C_IC_DATA_CMD_STOP
		}
		if err := i2c.order(command); err != nil {
			return err
		}
	}
	for i := range r {
		command := uint32(rp.I2C_IC_DATA_CMD_CMD)
		if i == 0 && len(w) != 0 {
			command |= rp.I2C_IC_DATA_CMD_RESTART
		}
		if i == len(r)-1 {
			command |= rp.I2C_IC_DATA_CMD_STOP
		}
		if err := i2c.order(command); err != nil {
			return err
		}
		for n := i2cPatience(); !bus.IC_STATUS.HasBits(rp.I2C_IC_STATUS_RFNE); n-- {
			if err := i2c.failed(n); err != nil {
				return err
			}
		}
		r[i] = byte(bus.IC_DATA_CMD.Get())
	}
	for n := i2cPatience(); !bus.IC_RAW_INTR_STAT.HasBits(rp.I2C_IC_RAW_INTR_STAT_STOP_DET); n-- {
		if err := i2c.failed(n); err != nil {
			return err
		}
	}
	// The last byte's answer may have come with the end.
	return i2c.failed(1)
}

// order puts a command into the queue.
func (i2c *I2C) order(command uint32) error {
	for n := i2cPatience(); !i2c.Bus.IC_STATUS.HasBits(rp.I2C_IC_STATUS_TFNF); n-- {
		if err := i2c.failed(n); err != nil {
			return err
		}
	}
	i2c.Bus.IC_DATA_CMD.Set(command)
	return nil
}

// failed is what went wrong with the transfer, if anything; it is over then. At left = 0 it has
// taken too long.
func (i2c *I2C) failed(left uint32) error {
	if i2c.Bus.IC_RAW_INTR_STAT.HasBits(rp.I2C_IC_RAW_INTR_STAT_TX_ABRT) {
		source := i2c.Bus.IC_TX_ABRT_SOURCE.Get()
		i2c.Bus.IC_CLR_TX_ABRT.Get()
		const nack = rp.I2C_IC_TX_ABRT_SOURCE_ABRT_7B_ADDR_NOACK | rp.I2C_IC_TX_ABRT_SOURCE_ABRT_TXDATA_NOACK
		if source&nack != 0 {
			return ErrI2CNack
		}
		return ErrI2CBus
	}
	if left == 0 {
		i2c.Bus.IC_ENABLE.Set(0)
		return ErrI2CTimeout
	}
	return nil
}
