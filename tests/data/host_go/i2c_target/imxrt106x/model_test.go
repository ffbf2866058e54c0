package machine

// LPI2C as a target by the i.MX RT1060's reference manual ("LPI2C", "Slave"): one byte each way beside the
// one on the bus; the clock is held at its address until SASR is read, with a byte received until SRDR
// is, and without a byte to send. It wants one more byte than the bus' controller acknowledges.

import (
	"hosttest/nxp"
	"hosttest/volatile"
	"testing"
	"unsafe"
)

type I2C struct {
	Bus             *nxp.LPI2C_Type
	target, answers bool
}

const stalls = nxp.LPI2C_SCFGR1_ADRSTALL | nxp.LPI2C_SCFGR1_RXSTALL | nxp.LPI2C_SCFGR1_TXDSTALL

type model struct {
	regs        *nxp.LPI2C_Type
	ssr         uint32
	sending     bool
	data        byte   // received
	next, shift []byte // the byte in STDR, and the one on the bus
	ended       bool   // the last byte was not acknowledged
	time        uint32
}

func newBus() *I2C {
	m := &model{regs: &nxp.LPI2C_Type{}}
	nxp.GPT1 = &nxp.GPT_Type{}
	bus = m
	volatile.Read, volatile.Write = m.get, m.set
	return &I2C{Bus: m.regs, target: true}
}

func (m *model) get(r *volatile.Register32) uint32 {
	switch r {
	case &nxp.GPT1.CNT:
		m.time += 100
		return m.time
	case &m.regs.SSR:
		is := m.ssr
		if m.sending && !m.ended && len(m.next) == 0 {
			is |= nxp.LPI2C_SSR_TDF
		}
		return is
	case &m.regs.SASR:
		if m.ssr&nxp.LPI2C_SSR_AVF == 0 {
			panic("an address is taken that is not there")
		}
		m.ssr &^= nxp.LPI2C_SSR_AVF
		if m.sending {
			return 0x42<<1 | 1
		}
		return 0x42 << 1
	case &m.regs.SRDR:
		if m.ssr&nxp.LPI2C_SSR_RDF == 0 {
			panic("a byte is taken that is not there")
		}
		m.ssr &^= nxp.LPI2C_SSR_RDF
		return uint32(m.data)
	}
	return r.Reg
}

func (m *model) set(r *volatile.Register32, value uint32) {
	switch r {
	case &m.regs.STDR:
		if !m.sending || m.ended || len(m.next) != 0 || m.ssr&nxp.LPI2C_SSR_AVF != 0 {
			panic("a byte too many")
		}
		if len(m.shift) == 0 {
			m.shift = []byte{byte(value)}
		} else {
			m.next = []byte{byte(value)}
		}
		return
	case &m.regs.SSR:
		m.ssr &^= value & 0xf00
		return
	case &m.regs.SCR:
		if value&nxp.LPI2C_SCR_RTF != 0 {
			m.next = nil
		}
		value &^= nxp.LPI2C_SCR_RTF | nxp.LPI2C_SCR_RRF
	case &m.regs.SCFGR1, &m.regs.SCFGR2, &m.regs.SAMR:
		if m.regs.SCR.Reg&nxp.LPI2C_SCR_SEN != 0 {
			panic("set up while it is on")
		}
	}
	r.Reg = value
}

func (m *model) start(read bool) bool {
	if m.regs.SAMR.Reg != 0x42<<1 || m.regs.SCR.Reg != nxp.LPI2C_SCR_SEN || m.regs.SCFGR1.Reg != stalls {
		panic("nobody listens")
	}
	// A byte that was received holds the clock, and an address.
	if m.ssr&(nxp.LPI2C_SSR_AVF|nxp.LPI2C_SSR_RDF) != 0 {
		return false
	}
	m.sending, m.ended, m.shift = read, false, nil
	// A transfer that sends begins with nothing to send.
	if read {
		m.next = nil
	}
	m.ssr |= nxp.LPI2C_SSR_AVF
	return true
}

func (m *model) write(c byte) (ok, nack bool) {
	if m.ssr&(nxp.LPI2C_SSR_AVF|nxp.LPI2C_SSR_RDF) != 0 {
		return false, false
	}
	m.data = c
	m.ssr |= nxp.LPI2C_SSR_RDF
	return true, false
}

func (m *model) read(last bool) (byte, bool) {
	if m.ssr&nxp.LPI2C_SSR_AVF != 0 || len(m.shift) == 0 {
		return 0, false
	}
	c := m.shift[0]
	m.shift, m.next = m.next, nil
	if last {
		m.ended, m.shift = true, nil
	}
	return c, true
}

func (m *model) stop() {
	m.ssr |= nxp.LPI2C_SSR_SDF
	m.sending = false
}

func TestMore(t *testing.T) {
	for _, late = range []bool{false, true} {
		check(t, "Sw 01 02 03 04 05 P", 3, "received 010203, finished")
		check(t, "Sr ? ? ! P", 8, "requested, read 61, requested, read 62, requested, read 63, finished", "a", "b", "c")
		// What it has not had is not part of the next answer.
		check(t, "Sr ? ! Sr ! P", 8, "requested, read 61, read 62, requested, read 78, finished", "abc", "x")
	}
	late = false
	i2c := newBus()
	i2c.Listen(0x42)
	bus.(*model).ssr |= nxp.LPI2C_SSR_BEF
	if evt, _, err := i2c.WaitForEvent(nil); evt != I2CFinish || err != ErrI2CBus || bus.(*model).ssr != 0 {
		t.Error(evt, err)
	}
}

func TestOffsets(t *testing.T) {
	r := &nxp.LPI2C_Type{}
	for want, at := range map[uintptr]uintptr{0x110: unsafe.Offsetof(r.SCR), 0x114: unsafe.Offsetof(r.SSR),
		0x124: unsafe.Offsetof(r.SCFGR1), 0x140: unsafe.Offsetof(r.SAMR), 0x150: unsafe.Offsetof(r.SASR),
		0x160: unsafe.Offsetof(r.STDR), 0x170: unsafe.Offsetof(r.SRDR)} {
		if at != want {
			t.Errorf("%#x, not %#x", at, want)
		}
	}
}
