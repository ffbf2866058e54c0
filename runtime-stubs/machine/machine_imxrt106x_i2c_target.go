//go:build imxrt106x

package machine

import "device/nxp"

// A target on LPI2C (IMXRT1060RM, "LPI2C", "Slave") holds the clock whenever the program has to do
// something: at its address until SASR is read, with a byte received, without a byte to send. That it
// wants a byte to send says nothing of what becomes of the one before, which the bus' controller may not
// acknowledge: who has waited for so many microseconds waits for more.
const i2cWaits = 2000

// Listen has the bus, which is in target mode, answer to the address.
func (i2c *I2C) Listen(addr uint16) error {
	// 0 to 7 and 0x78 to 0x7f have other meanings.
	if addr < 8 || addr > 0x77 {
		return errI2CAddress
	}
	if !i2c.target {
		return ErrI2CWrongMode
	}
	bus := i2c.Bus
	bus.SCR.Set(nxp.LPI2C_SCR_RTF | nxp.LPI2C_SCR_RRF)
	bus.SSR.Set(i2cTargetFlags)
	bus.SIER.Set(0)
	bus.SDER.Set(0)
	bus.SCFGR1.Set(nxp.LPI2C_SCFGR1_ADRSTALL | nxp.LPI2C_SCFGR1_RXSTALL | nxp.LPI2C_SCFGR1_TXDSTALL)
	// The data are there for six cycles, 250 ns, before the clock goes on.
	bus.SCFGR2.Set(3 << nxp.LPI2C_SCFGR2_CLKHOLD_Pos)
	bus.SAMR.Set(uint32(addr) << nxp.LPI2C_SAMR_ADDR0_Pos)
	bus.STAR.Set(0)
	i2c.answers = false
	bus.SCR.Set(nxp.LPI2C_SCR_SEN)
	return nil
}

// i2cTargetFlags are the flags that writing 1 takes back.
const i2cTargetFlags = nxp.LPI2C_SSR_RSF | nxp.LPI2C_SSR_SDF | nxp.LPI2C_SSR_BEF | nxp.LPI2C_SSR_FEF

// WaitForEvent waits until the controller has done something; other goroutines go on. Of a message, buf
// gets as much as has room, and count says how much.
func (i2c *I2C) WaitForEvent(buf []byte) (evt I2CTargetEvent, count int, err error) {
	bus := i2c.Bus
	received := false
	began := nxp.GPT1.CNT.Get()
	for ; ; gosched() {
		// A byte comes before what ends the message; the bus is let go before the next address, which is
		// held.
		is := bus.SSR.Get()
		switch {
		case is&(nxp.LPI2C_SSR_BEF|nxp.LPI2C_SSR_FEF) != 0:
			bus.SSR.Set(i2cTargetFlags)
			i2c.answers = false
			return I2CFinish, 0, ErrI2CBus
		case is&nxp.LPI2C_SSR_RDF != 0:
			c := byte(bus.SRDR.Get())
			received = true
			if count < len(buf) {
				buf[count] = c
				count++
			}
		case received && is&(nxp.LPI2C_SSR_AVF|nxp.LPI2C_SSR_SDF) != 0:
			return I2CReceive, count, nil
		case is&nxp.LPI2C_SSR_SDF != 0:
			bus.SSR.Set(nxp.LPI2C_SSR_SDF | nxp.LPI2C_SSR_RSF)
			i2c.answers = false
			return I2CFinish, 0, nil
		case is&nxp.LPI2C_SSR_AVF != 0:
			// What is left of the answer before is not part of this one.
			bus.SCR.Set(nxp.LPI2C_SCR_SEN | nxp.LPI2C_SCR_RTF)
			i2c.answers = bus.SASR.Get()&nxp.LPI2C_SASR_READ != 0
			if i2c.answers {
				return I2CRequest, 0, nil
			}
		case !i2c.answers || is&nxp.LPI2C_SSR_TDF == 0:
			began = nxp.GPT1.CNT.Get()
		case nxp.GPT1.CNT.Get()-began >= i2cWaits:
			return I2CRequest, 0, nil
		}
	}
}

// Reply answers a request, until the controller has had enough. If it wants more than buf, it requests
// again.
func (i2c *I2C) Reply(buf []byte) error {
	if !i2c.answers {
		return ErrI2CWrongMode
	}
	for i := 0; i < len(buf); {
		is := i2c.Bus.SSR.Get()
		const over = nxp.LPI2C_SSR_SDF | nxp.LPI2C_SSR_AVF | nxp.LPI2C_SSR_BEF | nxp.LPI2C_SSR_FEF
		switch {
		case is&over != 0:
			return nil
		case is&nxp.LPI2C_SSR_TDF != 0:
			i2c.Bus.STDR.Set(uint32(buf[i]))
			i++
		default:
			gosched()
		}
	}
	return nil
}
