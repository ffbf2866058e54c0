package machine

// The controller of the ESP32-S3 and ESP32-C3 by their technical reference manuals (chapter I2C) and
// ESP-IDF's i2c_reg.h: queues of 32 bytes, and a clock that is held until the program lets it go.

import (
	"hosttest/esp"
	"hosttest/volatile"
	"strings"
	"testing"
)

type I2C struct {
	Bus                 *esp.I2C_Type
	target, open, ended bool
}

const i2cFIFO = 32

func init() { joins = true }

type model struct {
	regs             *esp.I2C_Type
	raw, cause       uint32
	reading, matched bool
	held             bool
	rx, tx           []byte
	applied          uint32 // CTR, since it was told to take its registers over
}

func newBus() *I2C {
	m := &model{regs: &esp.I2C_Type{}}
	bus = m
	volatile.Read, volatile.Write = m.get, m.set
	i2c := &I2C{Bus: m.regs, target: true}
	i2c.startTarget()
	return i2c
}

func (m *model) get(r *volatile.Register32) uint32 {
	switch r {
	case &m.regs.INT_RAW:
		return m.raw
	case &m.regs.SR:
		is := uint32(len(m.rx))<<8 | m.cause<<14 | uint32(len(m.tx))<<18
		if m.reading {
			is |= 1 << 1
		}
		if m.matched {
			is |= 1 << 5
		}
		return is
	case &m.regs.DATA:
		if len(m.rx) == 0 {
			panic("a byte is taken that is not there")
		}
		c := m.rx[0]
		m.rx = m.rx[1:]
		return uint32(c)
	}
	return r.Reg
}

func (m *model) set(r *volatile.Register32, value uint32) {
	switch r {
	case &m.regs.INT_CLR:
		m.raw &^= value
		return
	case &m.regs.DATA:
		if len(m.tx) == i2cFIFO {
			panic("a byte too many")
		}
		m.tx = append(m.tx, byte(value))
		return
	case &m.regs.FIFO_CONF:
		if value&(1<<10|1<<11) != 0 || value&(1<<14) == 0 {
			panic("no queues")
		}
		if value&(1<<12) != 0 {
			m.rx = nil
		}
		if value&(1<<13) != 0 {
			m.tx = nil
		}
	case &m.regs.SCL_STRETCH_CONF:
		if value&(1<<11) != 0 {
			if m.raw&(1<<16) != 0 {
				panic("the event would be lost with the next one")
			}
			m.held = false
			value &^= 1 << 11
		}
	case &m.regs.CTR:
		if value&(1<<11) != 0 {
			value &^= 1 << 11
			m.applied = value
		}
	}
	r.Reg = value
}

// hold holds the clock.
func (m *model) hold(cause uint32) {
	if m.regs.SCL_STRETCH_CONF.Reg&(1<<10) == 0 {
		panic("the clock is not to be held")
	}
	m.held, m.cause = true, cause
	m.raw |= 1 << 16
}

func (m *model) start(read bool) bool {
	// Lines that are driven low only, a target, which sends by itself; no end of its patience.
	if m.regs.SLAVE_ADDR.Reg != 0x42 || m.applied&^(1<<8|1<<9) != 1<<0|1<<1|1<<12 || m.regs.TO.Reg != 0 {
		panic("nobody listens")
	}
	m.reading, m.matched = read, true
	if read {
		m.hold(0)
	}
	return true
}

func (m *model) write(c byte) (ok, nack bool) {
	if m.held {
		return false, false
	}
	if len(m.rx) == i2cFIFO {
		m.hold(2)
		return false, false
	}
	m.rx = append(m.rx, c)
	return true, false
}

func (m *model) read(last bool) (byte, bool) {
	if m.held {
		return 0, false
	}
	if len(m.tx) == 0 {
		m.hold(1)
		return 0, false
	}
	c := m.tx[0]
	m.tx = m.tx[1:]
	if last {
		m.raw |= 1 << 10
	}
	return c, true
}

func (m *model) stop() {
	m.raw |= 1 << 7
}

func TestMore(t *testing.T) {
	long := strings.Repeat("0123456789", 7)
	for _, late = range []bool{false, true} {
		check(t, "Sw 01 02 03 04 05 P", 3, "received 010203, finished")
		check(t, "Sr ? ? ! P", 8, "requested, read 61, requested, read 62, requested, read 63, finished", "a", "b", "c")
		check(t, "Sr ? ! P", 8, "requested, requested, read 61, read 62, finished", "", "ab")
		check(t, "Sw"+strings.Repeat(" 5a", 70)+" P", 80, "received "+strings.Repeat("5a", 70)+", finished")
		var want []string
		for i := range long[:66] {
			want = append(want, "read 3"+long[i:i+1])
		}
		check(t, "Sr"+strings.Repeat(" ?", 65)+" ! P", 8, "requested, "+strings.Join(want, ", ")+", finished", long)
		// It had enough before all of the answer was in the queue.
		check(t, "Sr ? ! Sw 07 P", 8, "requested, read 30, read 31, received 07, finished", long)
		check(t, "Sr ? ! Sr ! P", 8, "requested, read 30, read 31, requested, read 5a, finished", long, "Z")
	}
}

// TestOthers: what is said on the bus to somebody else ends nothing here.
func TestOthers(t *testing.T) {
	late = false
	script, told, steps = nil, nil, 0
	i2c := newBus()
	if err := i2c.Listen(0x42); err != nil {
		t.Fatal(err)
	}
	bus.stop()
	script = strings.Fields("Sw 01 P")
	buf := make([]byte, 8)
	if evt, n, err := i2c.WaitForEvent(buf); evt != I2CReceive || n != 1 || err != nil {
		t.Error(evt, n, err)
	}
	i2c.target = false
	if i2c.Listen(0x42) != ErrI2CWrongMode {
		t.Error("a controller listens")
	}
}
