//go:build imxrt106x

package machine

import "device/nxp"

// I2C is a two-wire bus, of which the chip is the controller or a target (IMXRT1060RM, "LPI2C").
type I2C struct {
	Bus *nxp.LPI2C_Type

	// target: the bus was configured for a target. answers says that the bus' controller reads from it.
	target, answers bool
}

// The buses by the chip's own numbers. Each is on one pair of pins, data and clock: bus 1 on
// GPIO_AD_B1_01 and GPIO_AD_B1_00, bus 3 on GPIO_AD_B1_06 and GPIO_AD_B1_07, bus 4 on GPIO_AD_B0_13 and
// GPIO_AD_B0_12.
var (
	_I2C1 = I2C{Bus: nxp.LPI2C1}
	_I2C3 = I2C{Bus: nxp.LPI2C3}
	_I2C4 = I2C{Bus: nxp.LPI2C4}
)

// i2cClock is the crystal's.
const i2cClock = 24000000

// Configure starts the bus. It has no other pins than its own.
func (i2c *I2C) Configure(config I2CConfig) error {
	// The function of the pins, and the place of the bus' registers SELECT_INPUT, with what selects them.
	const on = 3
	sda, scl, function, place, selects := PA0+17, PA0+16, uint32(3), (0x4cc-0x3f4)/4, uint32(1)
	gate, n := 2, uint8(6)
	switch i2c.Bus {
	case nxp.LPI2C3:
		sda, scl, function, place, selects = PA0+22, PA0+23, 1, (0x4dc-0x3f4)/4, 2
		gate, n = 2, 10
	case nxp.LPI2C4:
		sda, scl, function, place, selects = PA0+13, PA0+12, 0, (0x4e4-0x3f4)/4, 1
		gate, n = 6, 24
	}
	config = config.withDefaults(sda, scl)
	if config.SDA != sda {
		return ErrInvalidDataPin
	}
	if config.SCL != scl {
		return ErrInvalidClockPin
	}
	cscdr2 := &nxp.CCM.CSCDR2
	cscdr2.Set(cscdr2.Get()&^nxp.CCM_CSCDR2_LPI2C_CLK_PODF_Msk | nxp.CCM_CSCDR2_LPI2C_CLK_SEL)
	nxp.CCM.CCGR[gate].SetBits(on << n)
	// Open drain; and what is on the pad comes back to the bus.
	const pad = padOutput | nxp.IOMUXC_PAD_ODE | nxp.IOMUXC_PAD_HYS | nxp.IOMUXC_PAD_PKE |
		nxp.IOMUXC_PAD_PUE | nxp.IOMUXC_PAD_PUS_22K_UP
	scl.connect(function|nxp.IOMUXC_MUX_SION, pad)
	sda.connect(function|nxp.IOMUXC_MUX_SION, pad)
	nxp.IOMUXC.SELECT_INPUT[place].Set(selects)
	nxp.IOMUXC.SELECT_INPUT[place+1].Set(selects)
	i2c.Bus.MCR.Set(nxp.LPI2C_MCR_RST)
	i2c.Bus.MCR.Set(0)
	i2c.Bus.SCR.Set(nxp.LPI2C_SCR_RST)
	i2c.Bus.SCR.Set(0)
	i2c.target, i2c.answers = config.Mode == I2CModeTarget, false
	if i2c.target {
		// The controller's clock is the bus'.
		return nil
	}
	return i2c.SetBaudRate(config.Frequency)
}

// SetBaudRate sets the speed in bits a second, at most 400,000 and at least 2000.
func (i2c *I2C) SetBaudRate(br uint32) error {
	if i2c.target {
		return ErrI2CWrongMode
	}
	if br < 2000 || br > TWI_FREQ_400KHZ {
		return errI2CSpeed
	}
	// The clock is low for three fifths of the period and high for two. What the controller adds to see
	// its own edge, two cycles and those of the filter, is part of the period.
	const filter, most = 1, 64
	prescale := uint32(0)
	period, low := uint32(0), uint32(0)
	for ; ; prescale++ {
		period = (i2cClock>>prescale+br-1)/br - (2+filter)>>prescale
		if low = period * 3 / 5; low <= most {
			break
		}
	}
	bus := i2c.Bus
	bus.MCR.Set(0)
	bus.MCFGR0.Set(0)
	bus.MCFGR1.Set(prescale)
	bus.MCFGR2.Set(filter<<nxp.LPI2C_MCFGR2_FILTSDA_Pos | filter<<nxp.LPI2C_MCFGR2_FILTSCL_Pos)
	bus.MCFGR3.Set(0)
	// Start and stop take as long as the clock is low; data changes a quarter of that after its edge.
	bus.MCCR0.Set((low-1)<<nxp.LPI2C_MCCR0_CLKLO_Pos | (period-low-1)<<nxp.LPI2C_MCCR0_CLKHI_Pos |
		(low-1)<<nxp.LPI2C_MCCR0_SETHOLD_Pos | low/4<<nxp.LPI2C_MCCR0_DATAVD_Pos)
	bus.MFCR.Set(0)
	bus.MCR.Set(nxp.LPI2C_MCR_MEN)
	return nil
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it. Either may be
// empty.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if i2c.target {
		return ErrI2CWrongMode
	}
	if addr > 0x7f {
		return errI2CAddress
	}
	if len(w)+len(r) == 0 {
		return nil
	}
	i2c.Bus.MSR.Set(nxp.LPI2C_MSR_FLAGS)
	err := i2c.transfer(uint32(addr)<<1, w, r)
	if err != nil {
		i2c.giveUp(err)
	}
	return err
}

func (i2c *I2C) transfer(addr uint32, w, r []byte) error {
	if len(w) != 0 {
		if err := i2c.order(nxp.LPI2C_MTDR_START | addr); err != nil {
			return err
		}
		for _, c := range w {
			if err := i2c.order(nxp.LPI2C_MTDR_SEND | uint32(c)); err != nil {
				return err
			}
		}
	}
	if len(r) != 0 {
		if err := i2c.order(nxp.LPI2C_MTDR_START | addr | 1); err != nil {
			return err
		}
		if err := i2c.read(r); err != nil {
			return err
		}
	}
	if err := i2c.order(nxp.LPI2C_MTDR_STOP); err != nil {
		return err
	}
	for n := i2cPatience(); ; n-- {
		// The last byte's answer comes before the end.
		ended := i2c.Bus.MSR.HasBits(nxp.LPI2C_MSR_SDF)
		if err := i2c.failed(n); err != nil || ended {
			return err
		}
	}
}

// read receives r, 256 bytes an order. The next order has to be there when the one before it ends, for
// that one's last byte to be taken as not the last.
func (i2c *I2C) read(r []byte) error {
	const most = 256
	asked := 0
	for i := range r {
		for asked < len(r) && (asked == i || i2c.room()) {
			n := len(r) - asked
			if n > most {
				n = most
			}
			if err := i2c.order(nxp.LPI2C_MTDR_RECEIVE | uint32(n-1)); err != nil {
				return err
			}
			asked += n
		}
		c := i2c.Bus.MRDR.Get()
		for n := i2cPatience(); c&nxp.LPI2C_MRDR_RXEMPTY != 0; n-- {
			if err := i2c.failed(n); err != nil {
				return err
			}
			c = i2c.Bus.MRDR.Get()
		}
		r[i] = byte(c)
	}
	return nil
}

// room says whether the queue of four orders has room for one.
func (i2c *I2C) room() bool {
	return i2c.Bus.MFSR.Get()&nxp.LPI2C_MFSR_TXCOUNT_Msk < 4
}

// order puts an order into the queue.
func (i2c *I2C) order(order uint32) error {
	for n := i2cPatience(); ; n-- {
		if err := i2c.failed(n); err != nil {
			return err
		}
		if i2c.room() {
			i2c.Bus.MTDR.Set(order)
			return nil
		}
	}
}

// failed is what went wrong with the transfer, if anything. At left = 0 it has taken too long.
func (i2c *I2C) failed(left uint32) error {
	is := i2c.Bus.MSR.Get()
	switch {
	case is&nxp.LPI2C_MSR_NDF != 0:
		return ErrI2CNack
	case is&(nxp.LPI2C_MSR_ALF|nxp.LPI2C_MSR_FEF) != 0:
		return ErrI2CBus
	case left == 0:
		return ErrI2CTimeout
	}
	return nil
}

// giveUp throws the queues away and waits for the stop that the controller makes by itself. Its flag
// keeps it from beginning anew; so the queues go first.
func (i2c *I2C) giveUp(err error) {
	bus := i2c.Bus
	const empty = nxp.LPI2C_MCR_RTF | nxp.LPI2C_MCR_RRF
	bus.MCR.Set(nxp.LPI2C_MCR_MEN | empty)
	for n := i2cPatience(); err != ErrI2CTimeout && bus.MSR.HasBits(nxp.LPI2C_MSR_MBF); n-- {
		if n == 0 {
			err = ErrI2CTimeout
		}
	}
	if err == ErrI2CTimeout {
		bus.MCR.Set(empty)
		bus.MCR.Set(nxp.LPI2C_MCR_MEN)
	}
	bus.MSR.Set(nxp.LPI2C_MSR_FLAGS)
}
