package machine

// The controller LPI2C by its reference manual: a queue of four orders, one of four bytes received, and a
// device at 0x48 that keeps what it is sent and sends numbers. The controller takes an order whenever it
// is looked at.

import (
	"bytes"
	"fmt"
	"hosttest/nxp"
	"hosttest/volatile"
	"testing"
)

// The buses, as boards name them.
var I2C1, I2C3, I2C4 = &_I2C1, &_I2C3, &_I2C4

type model struct {
	t        *testing.T
	regs     map[*volatile.Register32]uint32
	bus      *nxp.LPI2C_Type
	orders   []uint32
	received []byte
	// wanted is how many bytes of an order to receive are to come.
	wanted    uint32
	on, reads bool
	trace     string
	next      byte
	// refuses is the number of the byte that the device refuses, from 1 on.
	refuses int
	sent    int
	stuck   bool
}

func newModel(t *testing.T, i2c *I2C, bus **nxp.LPI2C_Type) *model {
	nxp.CCM, nxp.IOMUXC, *bus = &nxp.CCM_Type{}, &nxp.IOMUXC_Type{}, &nxp.LPI2C_Type{}
	i2c.Bus = *bus
	m := &model{t: t, bus: *bus, regs: map[*volatile.Register32]uint32{}}
	volatile.Read, volatile.Write = m.read, m.write
	return m
}

func (m *model) read(r *volatile.Register32) uint32 {
	switch r {
	case &m.bus.MSR:
		m.step()
		if m.on {
			return m.regs[r] | nxp.LPI2C_MSR_MBF
		}
	case &m.bus.MFSR:
		return uint32(len(m.orders)) | uint32(len(m.received))<<16
	case &m.bus.MRDR:
		m.step()
		if len(m.received) == 0 {
			return nxp.LPI2C_MRDR_RXEMPTY
		}
		c := m.received[0]
		m.received = m.received[1:]
		return uint32(c)
	}
	return m.regs[r]
}

func (m *model) write(r *volatile.Register32, value uint32) {
	switch r {
	case &m.bus.MSR:
		m.regs[r] &^= value & 0x7f00
		return
	case &m.bus.MTDR:
		if len(m.orders) == 4 || m.regs[&m.bus.MCR]&1 == 0 {
			m.t.Fatalf("no room for order %#x", value)
		}
		m.orders = append(m.orders, value)
		return
	case &m.bus.MCR:
		if value&nxp.LPI2C_MCR_RTF != 0 {
			m.orders, m.wanted = nil, 0
		}
		if value&nxp.LPI2C_MCR_RRF != 0 {
			m.received = nil
		}
		if value&nxp.LPI2C_MCR_MEN == 0 {
			m.on, m.stuck = false, false
		}
		value &^= nxp.LPI2C_MCR_RTF | nxp.LPI2C_MCR_RRF
	case &m.bus.MCCR0, &m.bus.MCFGR0, &m.bus.MCFGR1, &m.bus.MCFGR2, &m.bus.MCFGR3:
		if m.regs[&m.bus.MCR]&1 != 0 {
			m.t.Error("set up while it is on")
		}
	}
	m.regs[r] = value
}

// refuse has the controller let go of the bus; its flag holds it.
func (m *model) refuse() {
	m.regs[&m.bus.MSR] |= nxp.LPI2C_MSR_NDF | nxp.LPI2C_MSR_SDF
	m.trace += "! P "
	m.on = false
}

func (m *model) step() {
	if m.stuck || m.regs[&m.bus.MSR]&nxp.LPI2C_MSR_NDF != 0 {
		return
	}
	if m.wanted > 0 {
		if len(m.received) == 4 {
			return
		}
		m.next++
		m.received = append(m.received, m.next)
		m.wanted--
		if m.wanted == 0 {
			// Only another order to receive keeps the last byte from being the last.
			if len(m.orders) > 0 && m.orders[0]>>8 == 1 {
				m.wanted = m.orders[0]&0xff + 1
				m.orders = m.orders[1:]
			} else {
				m.trace += "N "
			}
		}
		return
	}
	if len(m.orders) == 0 {
		return
	}
	order := m.orders[0]
	m.orders = m.orders[1:]
	switch data := byte(order); order >> 8 {
	case 4:
		m.trace += fmt.Sprintf("S%02x ", data)
		m.on, m.reads = true, data&1 != 0
		if data>>1 != 0x48 {
			m.refuse()
		}
	case 0:
		if !m.on || m.reads {
			m.t.Error("a byte to nobody")
		}
		m.trace += fmt.Sprintf("%02x ", data)
		if m.sent++; m.sent == m.refuses {
			m.refuse()
		}
	case 1:
		if !m.on || !m.reads {
			m.t.Error("a byte from nobody")
		}
		m.wanted = uint32(data) + 1
	case 2:
		m.trace += "P "
		m.on = false
		m.regs[&m.bus.MSR] |= nxp.LPI2C_MSR_SDF
	default:
		m.t.Errorf("order %#x", order)
	}
}

func (m *model) saw(want string) {
	m.t.Helper()
	if m.trace != want {
		m.t.Errorf("%q, want %q", m.trace, want)
	}
	m.trace = ""
}

func TestTransfers(t *testing.T) {
	m := newModel(t, I2C1, &nxp.LPI2C1)
	if err := I2C1.Configure(I2CConfig{}); err != nil {
		t.Fatal(err)
	}
	var r [3]byte
	if err := I2C1.Tx(0x48, []byte{1, 2, 3, 4, 5, 6}, nil); err != nil {
		t.Error(err)
	}
	m.saw("S90 01 02 03 04 05 06 P ")
	if err := I2C1.Tx(0x48, []byte{7}, r[:]); err != nil || r != [3]byte{1, 2, 3} {
		t.Error(err, r)
	}
	m.saw("S90 07 S91 N P ")
	m.next = 0
	long, want := make([]byte, 1000), make([]byte, 1000)
	for i := range want {
		want[i] = byte(i + 1)
	}
	if err := I2C1.Tx(0x48, nil, long); err != nil || !bytes.Equal(long, want) {
		t.Error(err, long)
	}
	// One end, though orders are of 256 bytes.
	m.saw("S91 N P ")
}

func TestErrors(t *testing.T) {
	m := newModel(t, I2C1, &nxp.LPI2C1)
	I2C1.Configure(I2CConfig{})
	var r [2]byte
	for i := 0; i < 2; i++ {
		if err := I2C1.Tx(0x49, []byte{1, 2, 3, 4, 5, 6, 7}, r[:]); err != ErrI2CNack {
			t.Error(err)
		}
		m.saw("S92 ! P ")
	}
	// The last byte refused is known after all have been ordered.
	m.refuses = 2
	if err := I2C1.Tx(0x48, []byte{1, 2}, nil); err != ErrI2CNack {
		t.Error(err)
	}
	m.saw("S90 01 02 ! P ")
	m.refuses, m.stuck = 0, true
	if err := I2C1.Tx(0x48, []byte{1}, nil); err != ErrI2CTimeout {
		t.Error(err)
	}
	m.saw("")
	// And it goes on.
	if err := I2C1.Tx(0x48, []byte{1}, r[:1]); err != nil {
		t.Error(err)
	}
	m.saw("S90 01 S91 N P ")
	if I2C1.Tx(0x80, []byte{1}, nil) == nil || I2C1.SetBaudRate(400001) == nil || I2C1.SetBaudRate(1999) == nil {
		t.Error("no error")
	}
}

// The period is (low + high + what the controller adds) / 24 MHz, the shortest parts are those of the
// I2C specification.
func TestSpeeds(t *testing.T) {
	m := newModel(t, I2C1, &nxp.LPI2C1)
	for _, br := range []uint32{2000, 10000, 50000, 100000, 123456, 400000} {
		if err := I2C1.SetBaudRate(br); err != nil {
			t.Fatal(err)
		}
		ccr, prescale := m.regs[&m.bus.MCCR0], m.regs[&m.bus.MCFGR1]
		low, high, hold, valid := ccr&0x3f+1, ccr>>8&0x3f+1, ccr>>16&0x3f+1, ccr>>24&0x3f
		if ccr&0xc0c0c0c0 != 0 || prescale > 7 {
			t.Fatalf("%d: %#x, %d", br, ccr, prescale)
		}
		ns := func(n uint32) uint32 { return n << prescale * 1000 / 24 }
		added := (2 + m.regs[&m.bus.MCFGR2]>>16&15) >> prescale
		period := ns(low + high + added)
		if want := 1000000000 / br; period+1 < want || period > want+want/20 {
			t.Errorf("%d: %d ns, want %d", br, period, want)
		}
		minLow, minHigh, minHold := uint32(4700), uint32(4000), uint32(4700)
		if br > 100000 {
			minLow, minHigh, minHold = 1300, 600, 600
		}
		if ns(low) < minLow || ns(high) < minHigh || ns(hold) < minHold || valid >= low || ns(valid) > 900<<prescale {
			t.Errorf("%d: %d %d %d %d ns", br, ns(low), ns(high), ns(hold), ns(valid))
		}
	}
}

// IMXRT1060RM, the registers SW_MUX_CTL_PAD and SELECT_INPUT of the pads, and CCGR2 and CCGR6.
func TestPins(t *testing.T) {
	for _, want := range []struct {
		i2c                             *I2C
		bus                             **nxp.LPI2C_Type
		sda, scl, function, at, selects int
		gate, bits                      int
	}{
		{I2C1, &nxp.LPI2C1, 59, 58, 0x13, 0x4cc, 1, 2, 6},
		{I2C3, &nxp.LPI2C3, 64, 65, 0x11, 0x4dc, 2, 2, 10},
		{I2C4, &nxp.LPI2C4, 55, 54, 0x10, 0x4e4, 1, 6, 24},
	} {
		m := newModel(t, want.i2c, want.bus)
		if err := want.i2c.Configure(I2CConfig{}); err != nil {
			t.Error(err)
		}
		mux, pad, inputs := &nxp.IOMUXC.SW_MUX_CTL_PAD, &nxp.IOMUXC.SW_PAD_CTL_PAD, &nxp.IOMUXC.SELECT_INPUT
		for _, p := range []int{want.sda, want.scl} {
			if f := m.regs[&mux[p]]; f != uint32(want.function) {
				t.Errorf("pad %d: function %#x", p, f)
			}
			// Open drain, hysteresis, pulled up by 22 kOhm.
			if is := m.regs[&pad[p]]; is != 1<<16|3<<14|1<<13|1<<12|1<<11|2<<6|6<<3 {
				t.Errorf("pad %d: %#x", p, is)
			}
		}
		for i := 0; i < 2; i++ {
			if is := m.regs[&inputs[(want.at-0x3f4)/4+i]]; is != uint32(want.selects) {
				t.Errorf("%#x: %d", want.at+4*i, is)
			}
		}
		if m.regs[&nxp.CCM.CCGR[want.gate]]>>want.bits&3 != 3 || m.regs[&nxp.CCM.CSCDR2] != 1<<18 {
			t.Errorf("clocks %#x %#x", m.regs[&nxp.CCM.CCGR[want.gate]], m.regs[&nxp.CCM.CSCDR2])
		}
		if want.i2c.Configure(I2CConfig{SDA: PA0 + 1, SCL: PA0 + 2}) != ErrInvalidDataPin {
			t.Error("other pins")
		}
	}
}

func TestTargetMode(t *testing.T) {
	m := newModel(t, I2C1, &nxp.LPI2C1)
	if err := I2C1.Configure(I2CConfig{Mode: I2CModeTarget}); err != nil {
		t.Error(err)
	}
	if m.regs[&m.bus.MCR] != 0 || m.regs[&nxp.IOMUXC.SW_MUX_CTL_PAD[59]] != 0x13 {
		t.Error("the controller is on, or the bus has no pins")
	}
	if I2C1.Tx(0x48, []byte{1}, nil) != ErrI2CWrongMode || I2C1.SetBaudRate(100000) != ErrI2CWrongMode {
		t.Error("a target controls the bus")
	}
	I2C1.Configure(I2CConfig{})
	if err := I2C1.Tx(0x48, []byte{1}, nil); err != nil {
		t.Error(err)
	}
}
