//go:build stm32f4

package machine

import "device/stm32"

// A target on the STM32F4 (RM0090, section 27.3.2) holds the clock whenever the program has to do
// something: at its address, with a byte received and one more, without a byte to send.

// Listen has the bus, which is in target mode, answer to the address.
func (i2c *I2C) Listen(addr uint16) error {
	// 0 to 7 and 0x78 to 0x7f have other meanings.
	if addr < 8 || addr > 0x77 {
		return errI2CAddress
	}
	if !i2c.target {
		return ErrI2CWrongMode
	}
	// Bit 14 must be kept 1 by software (section 27.6.3).
	i2c.Bus.OAR1.Set(1<<14 | uint32(addr)<<1)
	i2c.Bus.CR1.Set(stm32.I2C_CR1_PE)
	i2c.Bus.CR1.Set(stm32.I2C_CR1_PE | stm32.I2C_CR1_ACK)
	return nil
}

// WaitForEvent waits until the controller has done something; other goroutines go on. Of a message, buf
// gets as much as has room, and count says how much.
func (i2c *I2C) WaitForEvent(buf []byte) (evt I2CTargetEvent, count int, err error) {
	bus := i2c.Bus
	received := false
	for ; ; gosched() {
		// A byte comes before what ends the message.
		is := bus.SR1.Get()
		switch {
		case is&stm32.I2C_SR1_BERR != 0:
			bus.SR1.Set(^uint32(stm32.I2C_SR1_BERR))
			i2c.answers = false
			return I2CFinish, 0, ErrI2CBus
		case is&stm32.I2C_SR1_RXNE != 0:
			c := byte(bus.DR.Get())
			received = true
			if count < len(buf) {
				buf[count] = c
				count++
			}
		case received && is&(stm32.I2C_SR1_ADDR|stm32.I2C_SR1_STOPF) != 0:
			return I2CReceive, count, nil
		case is&stm32.I2C_SR1_AF != 0:
			// It had enough: no STOPF comes then.
			bus.SR1.Set(^uint32(stm32.I2C_SR1_AF))
			i2c.answers = false
			return I2CFinish, 0, nil
		case is&stm32.I2C_SR1_STOPF != 0:
			// Writing CR1 ends the state.
			bus.CR1.Set(bus.CR1.Get())
			return I2CFinish, 0, nil
		case is&stm32.I2C_SR1_ADDR != 0:
			// Reading SR2 ends the state.
			i2c.answers = bus.SR2.HasBits(stm32.I2C_SR2_TRA)
			if i2c.answers {
				return I2CRequest, 0, nil
			}
		case i2c.answers && is&stm32.I2C_SR1_BTF != 0:
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
		is := i2c.Bus.SR1.Get()
		switch {
		case is&(stm32.I2C_SR1_AF|stm32.I2C_SR1_BERR) != 0:
			return nil
		case is&stm32.I2C_SR1_TXE != 0:
			i2c.Bus.DR.Set(uint32(buf[i]))
			i++
		default:
			gosched()
		}
	}
	return nil
}
