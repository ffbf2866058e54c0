//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// I2C is a two-wire bus (chapters 28 and 27, I2C).
type I2C struct {
	Bus *esp.I2C_Type
	// target: the bus was configured for a target. open says that the bus' controller has sent or asked
	// for something since the last I2CFinish, ended that it has let the bus go.
	target, open, ended bool
}

var (
	I2C0  = &_I2C0
	_I2C0 = I2C{Bus: esp.I2C0}
)

// The crystal clocks the bus.
const i2cSource = 40000000

// Opcodes of the controller's commands.
const (
	i2cWrite   = 1 << esp.I2C_COMD_OPCODE_Pos
	i2cStop    = 2 << esp.I2C_COMD_OPCODE_Pos
	i2cRead    = 3 << esp.I2C_COMD_OPCODE_Pos
	i2cEnd     = 4 << esp.I2C_COMD_OPCODE_Pos
	i2cRestart = 6 << esp.I2C_COMD_OPCODE_Pos
)

// i2cFIFO is how many bytes the controller holds in each direction.
const i2cFIFO = 32

// Configure starts the bus; its pins are the board's unless others are given.
func (i2c *I2C) Configure(config I2CConfig) error {
	config = config.withDefaults(SDA_PIN, SCL_PIN)
	scl, sda := i2c.start()
	bus := i2c.Bus
	i2c.target = config.Mode == I2CModeTarget
	if i2c.target {
		i2c.startTarget()
		config.SCL.bidirectional(scl)
		config.SDA.bidirectional(sda)
		return nil
	}
	bus.CTR.Set(esp.I2C_CTR_MS_MODE | esp.I2C_CTR_CLK_EN | esp.I2C_CTR_SCL_FORCE_OUT | esp.I2C_CTR_SDA_FORCE_OUT)
	bus.FIFO_CONF.Set(esp.I2C_FIFO_CONF_PRT_EN | esp.I2C_FIFO_CONF_RX_RST | esp.I2C_FIFO_CONF_TX_RST)
	bus.FIFO_CONF.Set(esp.I2C_FIFO_CONF_PRT_EN)
	// Pulses of up to seven cycles are noise.
	bus.FILTER_CFG.Set(esp.I2C_FILTER_CFG_SCL_EN | esp.I2C_FILTER_CFG_SDA_EN | 7<<4 | 7)
	if err := i2c.SetBaudRate(config.Frequency); err != nil {
		return err
	}
	config.SCL.bidirectional(scl)
	config.SDA.bidirectional(sda)
	return nil
}

// SetBaudRate sets the speed in bits a second, up to 400,000.
func (i2c *I2C) SetBaudRate(br uint32) error {
	if i2c.target {
		return ErrI2CWrongMode
	}
	if br == 0 || br > TWI_FREQ_400KHZ {
		return errI2CSpeed
	}
	// Nine bits for half a period, so that the slowest clocks need a divider.
	div := i2cSource/(br*1024) + 1
	if div > 256 {
		return errI2CSpeed
	}
	half := i2cSource / div / br / 2
	// The controller waits for the line to rise during the first part of the high half.
	wait := half / 4
	bus := i2c.Bus
	bus.CLK_CONF.Set(esp.I2C_CLK_CONF_SCLK_ACTIVE | (div - 1))
	bus.SCL_LOW_PERIOD.Set(half - 1)
	bus.SCL_HIGH_PERIOD.Set(half - wait | wait<<esp.I2C_SCL_WAIT_HIGH_Pos)
	bus.SDA_HOLD.Set(half/4 - 1)
	bus.SDA_SAMPLE.Set(half/2 - 1)
	bus.SCL_START_HOLD.Set(half - 1)
	bus.SCL_RSTART_SETUP.Set(half - 1)
	bus.SCL_STOP_HOLD.Set(half - 1)
	bus.SCL_STOP_SETUP.Set(half - 1)
	// A device may hold the clock for 2^22 cycles, a tenth of a second.
	bus.TO.Set(esp.I2C_TO_TIME_OUT_EN | 22)
	bus.CTR.SetBits(esp.I2C_CTR_CONF_UPGATE)
	return nil
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it. Either may be
// empty; if both are, the device is only asked whether it is there.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if addr > 0x7f {
		return errI2CAddress
	}
	if i2c.target {
		return ErrI2CWrongMode
	}
	if len(w) != 0 || len(r) == 0 {
		if err := i2c.write(uint32(addr)<<1, w, len(r) == 0); err != nil {
			return err
		}
	}
	if len(r) != 0 {
		return i2c.read(uint32(addr)<<1|1, r)
	}
	return nil
}

// write sends the address and the bytes, in as many parts as it takes.
func (i2c *I2C) write(address uint32, w []byte, stop bool) error {
	bus := i2c.Bus
	i2c.clear()
	bus.COMD[0].Set(i2cRestart)
	bus.DATA.Set(address)
	for at, free, command := 0, i2cFIFO-1, 1; ; free, command = i2cFIFO, 0 {
		count := len(w) - at
		if count > free {
			count = free
		}
		for _, c := range w[at : at+count] {
			bus.DATA.Set(uint32(c))
		}
		at += count
		// The address is one more byte.
		bus.COMD[command].Set(i2cWrite | esp.I2C_COMD_ACK_CHECK_EN | uint32(count+i2cFIFO-free))
		last := uint32(i2cEnd)
		if at == len(w) && stop {
			last = i2cStop
		}
		bus.COMD[command+1].Set(last)
		if err := i2c.run(); err != nil {
			return err
		}
		if at == len(w) {
			return nil
		}
	}
}

// read sends the address and receives the bytes, of which the last is not acknowledged.
func (i2c *I2C) read(address uint32, r []byte) error {
	bus := i2c.Bus
	i2c.clear()
	bus.COMD[0].Set(i2cRestart)
	bus.COMD[1].Set(i2cWrite | esp.I2C_COMD_ACK_CHECK_EN | 1)
	bus.DATA.Set(address)
	for at, command := 0, 2; at < len(r); command = 0 {
		count := len(r) - at
		last := uint32(i2cStop)
		if count > i2cFIFO {
			count, last = i2cFIFO, i2cEnd
		}
		acknowledged := count
		if last == i2cStop {
			acknowledged--
		}
		if acknowledged != 0 {
			bus.COMD[command].Set(i2cRead | uint32(acknowledged))
			command++
		}
		if last == i2cStop {
			bus.COMD[command].Set(i2cRead | esp.I2C_COMD_ACK_VALUE | 1)
			command++
		}
		bus.COMD[command].Set(last)
		if err := i2c.run(); err != nil {
			return err
		}
		for i := range r[at : at+count] {
			r[at+i] = byte(bus.DATA.Get())
		}
		at += count
	}
	return nil
}

// clear empties the controller's buffers.
func (i2c *I2C) clear() {
	i2c.Bus.FIFO_CONF.SetBits(esp.I2C_FIFO_CONF_RX_RST | esp.I2C_FIFO_CONF_TX_RST)
	i2c.Bus.FIFO_CONF.ClearBits(esp.I2C_FIFO_CONF_RX_RST | esp.I2C_FIFO_CONF_TX_RST)
}

// run has the controller execute its commands.
func (i2c *I2C) run() error {
	const done = esp.I2C_INT_END_DETECT | esp.I2C_INT_TRANS_COMPLETE
	const failed = esp.I2C_INT_NACK | esp.I2C_INT_ARBITRATION_LOST | esp.I2C_INT_TIME_OUT
	i2c.begin()
	seen := i2c.wait(done | failed)
	switch {
	case seen&esp.I2C_INT_NACK != 0:
		// The bus is still held.
		i2c.Bus.COMD[0].Set(i2cStop)
		i2c.begin()
		i2c.wait(esp.I2C_INT_TRANS_COMPLETE)
		return ErrI2CNack
	case seen&esp.I2C_INT_ARBITRATION_LOST != 0:
		i2c.free()
		return ErrI2CBus
	case seen&done == 0:
		i2c.free()
		return ErrI2CTimeout
	}
	return nil
}

func (i2c *I2C) begin() {
	bus := i2c.Bus
	bus.INT_CLR.Set(0x3ffff)
	bus.CTR.SetBits(esp.I2C_CTR_CONF_UPGATE)
	bus.CTR.SetBits(esp.I2C_CTR_TRANS_START)
}

// wait waits for one of the events and gives those that came; none if it takes too long.
func (i2c *I2C) wait(events uint32) uint32 {
	for n := i2cPatience(); n != 0; n-- {
		if seen := i2c.Bus.INT_RAW.Get(); seen&events != 0 {
			return seen
		}
	}
	return 0
}

// free resets the controller's state, and gives a device that holds the data line nine clocks.
func (i2c *I2C) free() {
	bus := i2c.Bus
	bus.CTR.SetBits(esp.I2C_CTR_FSM_RST)
	bus.SCL_SP_CONF.Set(9<<esp.I2C_SCL_SP_CONF_NUM_Pos | esp.I2C_SCL_SP_CONF_RST_EN)
	bus.CTR.SetBits(esp.I2C_CTR_CONF_UPGATE)
}
