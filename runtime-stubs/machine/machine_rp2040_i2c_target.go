//go:build rp2040

package machine

import "device/rp"

// A target on the RP2040 (RP2040 Datasheet, section 4.3.10.1) holds the clock while its queue of 16
// received bytes is full, and from a request until there is an answer.

// i2cHeld says that a byte is kept for the next message.
const i2cHeld = 1 << 31

// startTarget sets the controller up. It tells of the bus' being let go only if it was asked.
func (i2c *I2C) startTarget(speed uint32) {
	i2c.next, i2c.open = 0, false
	i2c.Bus.IC_CON.Set(speed | rp.I2C_IC_CON_IC_RESTART_EN | rp.I2C_IC_CON_STOP_DET_IFADDRESSED |
		rp.I2C_IC_CON_RX_FIFO_FULL_HLD_CTRL)
	i2c.Bus.IC_RX_TL.Set(0)
	i2c.Bus.IC_TX_TL.Set(0)
	i2c.Bus.IC_INTR_MASK.Set(0)
}

// Listen has the bus, which is in target mode, answer to the address.
func (i2c *I2C) Listen(addr uint16) error {
	// 0 to 7 and 0x78 to 0x7f have other meanings.
	if addr < 8 || addr > 0x77 {
		return errI2CAddress
	}
	if i2c.Bus.IC_CON.HasBits(rp.I2C_IC_CON_MASTER_MODE) {
		return ErrI2CWrongMode
	}
	i2c.Bus.IC_ENABLE.Set(0)
	i2c.Bus.IC_SAR.Set(uint32(addr))
	i2c.Bus.IC_ENABLE.Set(1)
	i2c.Bus.IC_CLR_INTR.Get()
	return nil
}

// WaitForEvent waits until the controller has done something; other goroutines go on. Of a message, buf
// gets as much as has room, and count says how much.
func (i2c *I2C) WaitForEvent(buf []byte) (evt I2CTargetEvent, count int, err error) {
	bus := i2c.Bus
	received := false
	for ; ; gosched() {
		// The order matters: what is received before an event is there when the event is seen.
		is := bus.IC_RAW_INTR_STAT.Get()
		if i2c.open && !received && is&rp.I2C_IC_RAW_INTR_STAT_STOP_DET != 0 && i2c.stopIsOld() {
			return i2c.finished()
		}
		for i2c.next != 0 || bus.IC_STATUS.HasBits(rp.I2C_IC_STATUS_RFNE) {
			word := i2c.next
			if word == 0 {
				word = bus.IC_DATA_CMD.Get() | i2cHeld
			}
			if received && word&rp.I2C_IC_DATA_CMD_FIRST_DATA_BYTE != 0 {
				// The next message, without a pause.
				i2c.next, i2c.open = word, true
				return I2CReceive, count, nil
			}
			i2c.next, received = 0, true
			if count < len(buf) {
				buf[count] = byte(word)
				count++
			}
		}
		switch {
		case is&(rp.I2C_IC_RAW_INTR_STAT_STOP_DET|rp.I2C_IC_RAW_INTR_STAT_RD_REQ) == 0:
		case received:
			i2c.open = true
			return I2CReceive, count, nil
		case is&rp.I2C_IC_RAW_INTR_STAT_STOP_DET != 0:
			// A request that is there, too, came after it.
			return i2c.finished()
		default:
			return I2CRequest, 0, nil
		}
	}
}

// stopIsOld tells whether the bus was let go before what is received now: nothing is, or the message
// goes on.
func (i2c *I2C) stopIsOld() bool {
	is := i2c.Bus.IC_STATUS.Get()
	return is&rp.I2C_IC_STATUS_SLV_ACTIVITY != 0 || is&rp.I2C_IC_STATUS_RFNE == 0 && i2c.next == 0
}

func (i2c *I2C) finished() (evt I2CTargetEvent, count int, err error) {
	i2c.open = false
	i2c.Bus.IC_CLR_STOP_DET.Get()
	return I2CFinish, 0, nil
}

// Reply answers a request, until the controller has had enough. If it wants more than buf, it requests
// again.
func (i2c *I2C) Reply(buf []byte) error {
	bus := i2c.Bus
	if !bus.IC_RAW_INTR_STAT.HasBits(rp.I2C_IC_RAW_INTR_STAT_RD_REQ) {
		return ErrI2CWrongMode
	}
	// What was left of the answer before has been thrown away, and nothing is taken until that is known.
	bus.IC_CLR_TX_ABRT.Get()
	bus.IC_CLR_RX_DONE.Get()
	bus.IC_CLR_RD_REQ.Get()
	for i := 0; i < len(buf); {
		const enough = rp.I2C_IC_RAW_INTR_STAT_RX_DONE | rp.I2C_IC_RAW_INTR_STAT_STOP_DET |
			rp.I2C_IC_RAW_INTR_STAT_TX_ABRT
		if bus.IC_RAW_INTR_STAT.Get()&enough != 0 {
			return nil
		}
		if bus.IC_STATUS.HasBits(rp.I2C_IC_STATUS_TFNF) {
			bus.IC_DATA_CMD.Set(uint32(buf[i]))
			i++
		} else {
			gosched()
		}
	}
	return nil
}
