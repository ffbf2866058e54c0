//go:build nrf52

package machine

import "device/nrf"

// answerLimit is the longest answer, of which a copy is in RAM.
const answerLimit = 255

// A target on the nRF52 (nRF52840 Product Specification, chapter TWIS) holds the clock from its address
// on until the program says where to put what comes, or what to send. It does both by itself.

func (i2c *I2C) startTarget() {
	bus := i2c.target
	bus.SHORTS.Set(nrf.TWIS_SHORTS_WRITE_SUSPEND | nrf.TWIS_SHORTS_READ_SUSPEND)
	const nothing = 0xff
	bus.ORC.Set(nothing)
	bus.CONFIG.Set(0)
	bus.ENABLE.Set(nrf.TWIS_ENABLE_Enabled)
}

// Listen has the bus, which is in target mode, answer to the address.
func (i2c *I2C) Listen(addr uint16) error {
	// 0 to 7 and 0x78 to 0x7f have other meanings.
	if addr < 8 || addr > 0x77 {
		return errI2CAddress
	}
	bus := i2c.target
	if bus.ENABLE.Get() != nrf.TWIS_ENABLE_Enabled {
		return ErrI2CWrongMode
	}
	if i2c.answer == nil {
		i2c.answer = make([]byte, answerLimit)
	}
	i2c.ended = false
	bus.EVENTS_READ.Set(0)
	bus.EVENTS_WRITE.Set(0)
	bus.EVENTS_STOPPED.Set(0)
	bus.ADDRESS[0].Set(uint32(addr))
	const first = 1
	bus.CONFIG.Set(first)
	return nil
}

// WaitForEvent waits until the controller has done something; other goroutines go on. A message goes
// into buf, at most 255 bytes of it, and count says how much; the bytes behind are refused.
func (i2c *I2C) WaitForEvent(buf []byte) (evt I2CTargetEvent, count int, err error) {
	bus := i2c.target
	if i2c.ended {
		i2c.ended = false
		return I2CFinish, 0, nil
	}
	receiving := false
	for ; ; gosched() {
		switch {
		case receiving && bus.EVENTS_STOPPED.Get()|bus.EVENTS_READ.Get()|bus.EVENTS_WRITE.Get() != 0:
			receiving = false
			count = int(bus.RXD_AMOUNT.Get())
			if count == 0 {
				// An address and nothing behind it.
				continue
			}
			// The bus was let go, or something else begins.
			if bus.EVENTS_STOPPED.Get() != 0 {
				bus.EVENTS_STOPPED.Set(0)
				i2c.ended = true
			}
			keepAlive(nil, buf)
			return I2CReceive, count, nil
		case bus.EVENTS_STOPPED.Get() != 0:
			bus.EVENTS_STOPPED.Set(0)
			return I2CFinish, 0, nil
		case bus.EVENTS_READ.Get() != 0:
			return I2CRequest, 0, nil
		case bus.EVENTS_WRITE.Get() != 0:
			bus.EVENTS_WRITE.Set(0)
			receiving = true
			length := len(buf)
			if length > answerLimit {
				length = answerLimit
			}
			if length != 0 {
				bus.RXD_PTR.Set(address(buf))
			}
			bus.RXD_MAXCNT.Set(uint32(length))
			bus.TASKS_PREPARERX.Set(1)
			bus.TASKS_RESUME.Set(1)
		}
	}
}

// Reply answers a request with buf, at most 255 bytes of it. If the controller wants more, it reads
// bytes of 0xff.
func (i2c *I2C) Reply(buf []byte) error {
	bus := i2c.target
	if bus.EVENTS_READ.Get() == 0 {
		return ErrI2CWrongMode
	}
	bus.EVENTS_READ.Set(0)
	length := copy(i2c.answer, buf)
	bus.TXD_PTR.Set(address(i2c.answer))
	bus.TXD_MAXCNT.Set(uint32(length))
	keepAlive(i2c.answer, nil)
	bus.TASKS_PREPARETX.Set(1)
	bus.TASKS_RESUME.Set(1)
	return nil
}
