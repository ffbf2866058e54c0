package machine

// The nRF52's controller by its Product Specification (chapter TWIS), which holds the clock after its
// address and moves bytes itself.

import (
	"hosttest/nrf"
	"hosttest/volatile"
	"strings"
	"testing"
	"unsafe"
)

type I2C struct {
	target *nrf.TWIS_Type
	answer []byte
	ended  bool
}

func keepAlive(w, r []byte) {}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(&b[0]))) }

type model struct {
	regs         *nrf.TWIS_Type
	held, rx, tx bool
	count        uint32
}

func newBus() *I2C {
	m := &model{regs: &nrf.TWIS_Type{}}
	bus = m
	volatile.Read = func(r *volatile.Register32) uint32 { return r.Reg }
	volatile.Write = m.set
	i2c := &I2C{target: m.regs}
	i2c.startTarget()
	return i2c
}

func (m *model) set(r *volatile.Register32, value uint32) {
	switch r {
	case &m.regs.TASKS_PREPARERX:
		m.rx, m.count = true, 0
		m.regs.RXD_AMOUNT.Reg = 0
	case &m.regs.TASKS_PREPARETX:
		m.tx, m.count = true, 0
	case &m.regs.TASKS_RESUME:
		m.held = false
	}
	r.Reg = value
}

func (m *model) start(read bool) bool {
	if m.regs.ENABLE.Reg != 9 || m.regs.ADDRESS[0].Reg != 0x42 || m.regs.CONFIG.Reg != 1 {
		panic("nobody listens")
	}
	if m.held || m.regs.SHORTS.Reg != 3<<13 {
		return false
	}
	// Events are one bit each: the program must have seen the last ones.
	if m.regs.EVENTS_STOPPED.Reg|m.regs.EVENTS_READ.Reg|m.regs.EVENTS_WRITE.Reg != 0 {
		return false
	}
	m.held, m.rx, m.tx = true, false, false
	if read {
		m.regs.EVENTS_READ.Reg = 1
	} else {
		m.regs.EVENTS_WRITE.Reg = 1
	}
	return true
}

func (m *model) write(c byte) (ok, nack bool) {
	if m.held || !m.rx {
		return false, false
	}
	if m.count == m.regs.RXD_MAXCNT.Reg {
		return true, true
	}
	*(*byte)(unsafe.Pointer(uintptr(m.regs.RXD_PTR.Reg + m.count))) = c
	m.count++
	m.regs.RXD_AMOUNT.Reg = m.count
	return true, false
}

func (m *model) read(bool) (byte, bool) {
	if m.held || !m.tx {
		return 0, false
	}
	if m.count == m.regs.TXD_MAXCNT.Reg {
		return byte(m.regs.ORC.Reg), true
	}
	c := *(*byte)(unsafe.Pointer(uintptr(m.regs.TXD_PTR.Reg + m.count)))
	m.count++
	return c, true
}

func (m *model) stop() { m.regs.EVENTS_STOPPED.Reg = 1 }

func TestLimits(t *testing.T) {
	for _, late = range []bool{false, true} {
		check(t, "Sw 01 02 03 P", 2, "refused, received 0102, finished")
		check(t, "Sr ? ? ! P", 8, "requested, read 61, read ff, read ff, finished", "a")
		check(t, "Sr ? P", 8, "requested, read 61, finished", strings.Repeat("a", 300))
	}
}
