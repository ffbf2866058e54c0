package machine

// The RP2040's controller by its data sheet (section 4.3): a queue of 16 bytes received, one of 16 to
// send, events that reading a register clears.

import (
	"hosttest/rp"
	"hosttest/volatile"
	"testing"
)

type I2C struct {
	Bus  *rp.I2C_Type
	next uint32
	open bool
}

type model struct {
	regs             *rp.I2C_Type
	events, source   uint32
	received, toSend []uint32
	first, active    bool
	asked            bool
}

func newBus() *I2C {
	m := &model{regs: &rp.I2C_Type{}}
	bus = m
	volatile.Read, volatile.Write = m.get, m.set
	i2c := &I2C{Bus: m.regs}
	i2c.startTarget(2 << rp.I2C_IC_CON_SPEED_Pos)
	return i2c
}

const (
	stopDet = rp.I2C_IC_RAW_INTR_STAT_STOP_DET
	rdReq   = rp.I2C_IC_RAW_INTR_STAT_RD_REQ
	rxDone  = rp.I2C_IC_RAW_INTR_STAT_RX_DONE
	txAbrt  = rp.I2C_IC_RAW_INTR_STAT_TX_ABRT
)

func (m *model) get(r *volatile.Register32) uint32 {
	clear := func(event uint32) uint32 {
		is := m.events & event
		m.events &^= event
		return is
	}
	switch r {
	case &m.regs.IC_RAW_INTR_STAT:
		return m.events
	case &m.regs.IC_CLR_STOP_DET:
		return clear(stopDet)
	case &m.regs.IC_CLR_RD_REQ:
		return clear(rdReq)
	case &m.regs.IC_CLR_RX_DONE:
		return clear(rxDone)
	case &m.regs.IC_CLR_TX_ABRT:
		return clear(txAbrt)
	case &m.regs.IC_CLR_INTR:
		return clear(^uint32(0))
	case &m.regs.IC_STATUS:
		is := uint32(0)
		if len(m.received) > 0 {
			is |= rp.I2C_IC_STATUS_RFNE
		}
		if len(m.toSend) < 16 {
			is |= rp.I2C_IC_STATUS_TFNF
		}
		if m.active {
			is |= rp.I2C_IC_STATUS_SLV_ACTIVITY
		}
		return is
	case &m.regs.IC_DATA_CMD:
		if len(m.received) == 0 {
			panic("a byte is taken that is not there")
		}
		c := m.received[0]
		m.received = m.received[1:]
		return c
	}
	return r.Reg
}

func (m *model) set(r *volatile.Register32, value uint32) {
	if r == &m.regs.IC_DATA_CMD {
		// Until an abort is cleared, nothing is taken.
		if m.events&txAbrt == 0 {
			m.toSend = append(m.toSend, value)
		}
		return
	}
	r.Reg = value
}

func (m *model) start(read bool) bool {
	if m.regs.IC_ENABLE.Reg != 1 || m.regs.IC_SAR.Reg != 0x42 || m.regs.IC_CON.Reg&0x41 != 0 {
		panic("nobody listens")
	}
	m.active, m.first = true, true
	m.asked = false
	return true
}

func (m *model) write(c byte) (ok, nack bool) {
	if len(m.received) == 16 {
		return false, false
	}
	word := uint32(c)
	if m.first {
		word |= rp.I2C_IC_DATA_CMD_FIRST_DATA_BYTE
	}
	m.first = false
	m.received = append(m.received, word)
	return true, false
}

func (m *model) read(last bool) (byte, bool) {
	if !m.asked {
		// A request throws away what was left of the last answer.
		if len(m.toSend) > 0 {
			m.toSend = nil
			m.events |= txAbrt
		}
		m.events |= rdReq
		m.asked = true
		return 0, false
	}
	if len(m.toSend) == 0 {
		if m.events&rdReq == 0 && steps%8 == 0 {
			m.events |= rdReq
		}
		return 0, false
	}
	c := m.toSend[0]
	m.toSend = m.toSend[1:]
	if last {
		m.events |= rxDone
	}
	return byte(c), true
}

func (m *model) stop() {
	m.active = false
	m.events |= stopDet
}

// A long message: the clock is held while the queue is full. A buffer gets what has room.
func TestLong(t *testing.T) {
	text := "Sw"
	for i := 0; i < 20; i++ {
		text += " 41"
	}
	for _, late = range []bool{false, true} {
		check(t, text+" P", 4, "received 41414141, finished")
	}
	late = true
	check(t, "Sw 01 P Sw 02 03", 8, "received 01, finished")
	late = false
	check(t, "Sr ? ? ! P", 8, "requested, read 61, requested, read 62, requested, read 63, finished", "a", "b", "c")
}
