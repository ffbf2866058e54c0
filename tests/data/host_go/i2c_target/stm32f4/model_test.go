package machine

// The STM32F4's controller by its reference manual (section 27.3.2): one byte each way beside the one
// on the bus, states that a sequence of accesses ends.

import (
	"hosttest/stm32"
	"hosttest/volatile"
	"testing"
)

type I2C struct {
	Bus             *stm32.I2C_Type
	target, answers bool
}

type model struct {
	regs      *stm32.I2C_Type
	sr1       uint32
	sending   bool
	data      byte // received
	dr, shift []byte
	seen      uint32 // of SR1 when it was read last
	ended     bool
}

func newBus() *I2C {
	m := &model{regs: &stm32.I2C_Type{}}
	bus = m
	volatile.Read, volatile.Write = m.get, m.set
	return &I2C{Bus: m.regs, target: true}
}

func (m *model) get(r *volatile.Register32) uint32 {
	switch r {
	case &m.regs.SR1:
		m.seen = m.sr1
		return m.sr1
	case &m.regs.SR2:
		if m.seen&stm32.I2C_SR1_ADDR != 0 {
			m.sr1 &^= stm32.I2C_SR1_ADDR
			if m.sending {
				m.sr1 |= stm32.I2C_SR1_TXE
			}
		}
		if m.sending {
			return stm32.I2C_SR2_TRA
		}
		return 0
	case &m.regs.DR:
		if m.sr1&stm32.I2C_SR1_RXNE == 0 {
			panic("a byte is taken that is not there")
		}
		m.sr1 &^= stm32.I2C_SR1_RXNE
		return uint32(m.data)
	}
	return r.Reg
}

func (m *model) set(r *volatile.Register32, value uint32) {
	switch r {
	case &m.regs.DR:
		if m.sr1&stm32.I2C_SR1_TXE == 0 {
			panic("a byte too many")
		}
		m.sr1 &^= stm32.I2C_SR1_BTF
		if len(m.shift) == 0 {
			m.shift = []byte{byte(value)}
		} else {
			m.dr = []byte{byte(value)}
			m.sr1 &^= stm32.I2C_SR1_TXE
		}
		return
	case &m.regs.SR1:
		// Errors are cleared by 0; a 1 changes nothing.
		const errors = stm32.I2C_SR1_AF | stm32.I2C_SR1_BERR | stm32.I2C_SR1_ARLO
		m.sr1 &= value | ^uint32(errors)
	case &m.regs.CR1:
		if m.seen&stm32.I2C_SR1_STOPF != 0 {
			m.sr1 &^= stm32.I2C_SR1_STOPF
		}
	}
	r.Reg = value
}

func (m *model) start(read bool) bool {
	const on = stm32.I2C_CR1_PE | stm32.I2C_CR1_ACK
	if m.regs.OAR1.Reg != 0x4000|0x42<<1 || m.regs.CR1.Reg&on != on {
		panic("nobody listens")
	}
	// The state of the last one must have been seen.
	if m.sr1&(stm32.I2C_SR1_ADDR|stm32.I2C_SR1_STOPF|stm32.I2C_SR1_AF) != 0 {
		return false
	}
	m.sending, m.dr, m.shift, m.ended = read, nil, nil, false
	m.sr1 &^= stm32.I2C_SR1_TXE | stm32.I2C_SR1_BTF
	m.sr1 |= stm32.I2C_SR1_ADDR
	return true
}

func (m *model) write(c byte) (ok, nack bool) {
	if m.sr1&(stm32.I2C_SR1_ADDR|stm32.I2C_SR1_RXNE) != 0 {
		return false, false
	}
	m.data = c
	m.sr1 |= stm32.I2C_SR1_RXNE
	return true, false
}

func (m *model) read(last bool) (byte, bool) {
	if m.sr1&stm32.I2C_SR1_ADDR != 0 || len(m.shift) == 0 {
		return 0, false
	}
	c := m.shift[0]
	m.shift, m.dr = m.dr, nil
	m.sr1 |= stm32.I2C_SR1_TXE
	switch {
	case last:
		m.sr1 |= stm32.I2C_SR1_AF
		m.ended = true
	case len(m.shift) == 0:
		m.sr1 |= stm32.I2C_SR1_BTF
	}
	return c, true
}

func (m *model) stop() {
	// After a byte that was not acknowledged, and after an address only, STOPF: RM0090, 27.6.6.
	if !m.ended {
		m.sr1 |= stm32.I2C_SR1_STOPF
	}
	m.sr1 &^= stm32.I2C_SR1_TXE | stm32.I2C_SR1_BTF
}

func TestMore(t *testing.T) {
	for _, late = range []bool{false, true} {
		check(t, "Sw 01 02 03 04 05 P", 3, "received 010203, finished")
		check(t, "Sr ? ? ! P", 8, "requested, read 61, requested, read 62, requested, read 63, finished", "a", "b", "c")
	}
}
