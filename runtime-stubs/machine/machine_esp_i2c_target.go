//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// A target on the ESP32-C3 and ESP32-S3 (chapters 28 and 27, I2C, and ESP-IDF's i2c_reg.h) holds the clock
// when it is read from, from the address on, while its queue of received bytes is full, and without a
// byte to send. Nothing says between which two received bytes a message begins, and at its address
// the clock is not held.

// startTarget sets the controller up, which does not yet answer to an address.
func (i2c *I2C) startTarget() {
	bus := i2c.Bus
	i2c.open, i2c.ended = false, false
	bus.CLK_CONF.Set(esp.I2C_CLK_CONF_SCLK_ACTIVE)
	bus.FILTER_CFG.Set(esp.I2C_FILTER_CFG_SCL_EN | esp.I2C_FILTER_CFG_SDA_EN | 7<<4 | 7)
	// Data changes and is taken a quarter of a microsecond after the clock.
	bus.SDA_HOLD.Set(10)
	bus.SDA_SAMPLE.Set(10)
	// The clock may be held as long as the program takes.
	bus.TO.Set(0)
	bus.SCL_STRETCH_CONF.Set(esp.I2C_SCL_STRETCH_CONF_EN | esp.I2C_SCL_STRETCH_CONF_PROTECT_NUM_Msk)
	bus.CTR.Set(i2cTarget &^ esp.I2C_CTR_SLV_TX_AUTO_START_EN)
}

// i2cTarget: the lines are driven low only, and what is in the queue is sent without further orders.
const i2cTarget = esp.I2C_CTR_CLK_EN | esp.I2C_CTR_SCL_FORCE_OUT | esp.I2C_CTR_SDA_FORCE_OUT |
	esp.I2C_CTR_ARBITRATION_EN | esp.I2C_CTR_SLV_TX_AUTO_START_EN

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
	bus.FIFO_CONF.Set(esp.I2C_FIFO_CONF_PRT_EN | esp.I2C_FIFO_CONF_RX_RST | esp.I2C_FIFO_CONF_TX_RST)
	bus.FIFO_CONF.Set(esp.I2C_FIFO_CONF_PRT_EN)
	bus.SLAVE_ADDR.Set(uint32(addr))
	bus.INT_CLR.Set(0x3ffff)
	bus.CTR.Set(i2cTarget)
	bus.CTR.SetBits(esp.I2C_CTR_CONF_UPGATE)
	return nil
}

// WaitForEvent waits until the controller has done something; other goroutines go on. Of a message, buf
// gets as much as has room, and count says how much. Messages without the bus' being let go between
// them are one.
func (i2c *I2C) WaitForEvent(buf []byte) (evt I2CTargetEvent, count int, err error) {
	bus := i2c.Bus
	received := false
	for ; ; gosched() {
		if i2c.ended {
			i2c.ended, i2c.open = false, false
			return I2CFinish, 0, nil
		}
		// The order matters: what is received before an event is there when the event is seen.
		is := bus.INT_RAW.Get()
		for bus.SR.Get()&esp.I2C_SR_RXFIFO_CNT_Msk != 0 {
			c := byte(bus.DATA.Get())
			received, i2c.open = true, true
			if count < len(buf) {
				buf[count] = c
				count++
			}
		}
		// With the clock held for an answer, nothing came after it.
		asks := is&esp.I2C_INT_SLAVE_STRETCH != 0 && i2c.asked()
		if is&esp.I2C_INT_TRANS_COMPLETE != 0 {
			// Others on the bus let it go, too.
			bus.INT_CLR.Set(esp.I2C_INT_TRANS_COMPLETE)
			i2c.ended = i2c.open || bus.SR.HasBits(esp.I2C_SR_SLAVE_ADDRESSED)
		}
		switch {
		case received && (asks || i2c.ended):
			return I2CReceive, count, nil
		case i2c.ended:
			i2c.ended, i2c.open = false, false
			return I2CFinish, 0, nil
		case asks:
			i2c.open = true
			return I2CRequest, 0, nil
		case is&esp.I2C_INT_SLAVE_STRETCH != 0:
			// The queue was full.
			i2c.release()
		}
	}
}

// asked tells whether the clock, if it is held, is held for an answer.
func (i2c *I2C) asked() bool {
	return i2c.Bus.SR.HasBits(esp.I2C_SR_SLAVE_RW)
}

// release lets go of the clock.
func (i2c *I2C) release() {
	i2c.Bus.INT_CLR.Set(esp.I2C_INT_SLAVE_STRETCH)
	i2c.Bus.SCL_STRETCH_CONF.SetBits(esp.I2C_SCL_STRETCH_CONF_CLR)
}

// Reply answers a request, until the controller has had enough. If it wants more than buf, it requests
// again.
func (i2c *I2C) Reply(buf []byte) error {
	bus := i2c.Bus
	if !bus.INT_RAW.HasBits(esp.I2C_INT_SLAVE_STRETCH) || !i2c.asked() {
		return ErrI2CWrongMode
	}
	if bus.SR.Get()&esp.I2C_SR_STRETCH_CAUSE_Msk == esp.I2C_SR_STRETCH_CAUSE_READ {
		// What is left of the answer before is thrown away.
		bus.FIFO_CONF.SetBits(esp.I2C_FIFO_CONF_TX_RST)
		bus.FIFO_CONF.ClearBits(esp.I2C_FIFO_CONF_TX_RST)
	}
	bus.INT_CLR.Set(esp.I2C_INT_NACK)
	for i := 0; i < len(buf); {
		if bus.INT_RAW.Get()&(esp.I2C_INT_NACK|esp.I2C_INT_TRANS_COMPLETE) != 0 {
			return nil
		}
		room := i2cFIFO - int(bus.SR.Get()&esp.I2C_SR_TXFIFO_CNT_Msk>>esp.I2C_SR_TXFIFO_CNT_Pos)
		if room <= 0 {
			gosched()
			continue
		}
		for ; room > 0 && i < len(buf); room-- {
			bus.DATA.Set(uint32(buf[i]))
			i++
		}
		// Only now: bytes that came too late for the controller would be thrown away by the next request.
		if bus.INT_RAW.HasBits(esp.I2C_INT_SLAVE_STRETCH) {
			i2c.release()
		}
	}
	return nil
}
