package machine

// The controller LPSPI by its reference manual, with its output wired to its input, turned over.

import (
	"bytes"
	"hosttest/nxp"
	"hosttest/volatile"
	"testing"
)

// The buses, as boards name them.
var SPI1, SPI3, SPI4 = &_SPI1, &_SPI3, &_SPI4

type model struct {
	t        *testing.T
	regs     map[*volatile.Register32]uint32
	bus      *nxp.LPSPI_Type
	received []uint32
	looked   int
}

func newModel(t *testing.T, spi *SPI, bus **nxp.LPSPI_Type) *model {
	nxp.CCM, nxp.CCM_ANALOG, nxp.IOMUXC = &nxp.CCM_Type{}, &nxp.CCM_ANALOG_Type{}, &nxp.IOMUXC_Type{}
	*bus = &nxp.LPSPI_Type{}
	spi.Bus = *bus
	m := &model{t: t, bus: *bus, regs: map[*volatile.Register32]uint32{}}
	// CBCMR after start-up.
	m.regs[&nxp.CCM.CBCMR] = 0xc1000
	volatile.Read, volatile.Write = m.read, m.write
	return m
}

func (m *model) read(r *volatile.Register32) uint32 {
	switch r {
	case &m.bus.TCR:
		m.t.Error("what TCR shows may be old")
	case &m.bus.RSR:
		// A byte takes its time.
		if m.looked++; m.looked%3 != 0 || len(m.received) == 0 {
			return nxp.LPSPI_RSR_RXEMPTY
		}
		return 0
	case &m.bus.RDR:
		if len(m.received) == 0 {
			m.t.Fatal("nothing received")
		}
		c := m.received[0]
		m.received = m.received[1:]
		return c
	}
	return m.regs[r]
}

func (m *model) write(r *volatile.Register32, value uint32) {
	on := m.regs[&m.bus.CR]&nxp.LPSPI_CR_MEN != 0
	switch r {
	case &m.bus.CCR, &m.bus.CFGR1:
		if on {
			m.t.Error("set up while it is on")
		}
	case &m.bus.TDR, &m.bus.TCR:
		if !on {
			m.t.Errorf("%#x while it is off", value)
		}
		if r == &m.bus.TDR {
			m.received = append(m.received, value&0xff^0xff)
		}
	case &nxp.CCM_ANALOG.PLL_SYS:
		value |= 1 << 31
	}
	m.regs[r] = value
}

func TestTransfers(t *testing.T) {
	m := newModel(t, SPI4, &nxp.LPSPI4)
	if err := SPI4.Configure(SPIConfig{Frequency: 1000000, Mode: Mode3, LSBFirst: true}); err != nil {
		t.Fatal(err)
	}
	if m.regs[&m.bus.CFGR1] != 1 || m.regs[&m.bus.TCR] != 1<<31|1<<30|1<<23|7 {
		t.Errorf("%#x %#x", m.regs[&m.bus.CFGR1], m.regs[&m.bus.TCR])
	}
	var r [3]byte
	if err := SPI4.Tx([]byte{1, 2, 3}, r[:]); err != nil || r != [3]byte{0xfe, 0xfd, 0xfc} {
		t.Error(err, r)
	}
	if err := SPI4.Tx(nil, r[:]); err != nil || !bytes.Equal(r[:], []byte{0xff, 0xff, 0xff}) {
		t.Error(err, r)
	}
	if SPI4.Tx([]byte{1}, r[:]) != ErrTxInvalidSliceSize {
		t.Error("lengths")
	}
	// The speed changes, the format does not.
	SPI4.SetBaudRate(100000)
	if tcr := m.regs[&m.bus.TCR]; tcr&^(7<<27) != 1<<31|1<<30|1<<23|7 {
		t.Errorf("%#x", tcr)
	}
}

// 66 MHz / 2^PRESCALE / (SCKDIV + 2).
func TestSpeeds(t *testing.T) {
	m := newModel(t, SPI1, &nxp.LPSPI1)
	for _, want := range [][2]uint32{{50000000, 33000000}, {33000000, 33000000}, {32000000, 22000000},
		{4000000, 3882352}, {1000000, 1000000}, {256810, 256809}, {100000, 100000}, {2100, 2096}, {1, 2006}} {
		if err := SPI1.Configure(SPIConfig{Frequency: want[0]}); err != nil {
			t.Fatal(err)
		}
		got := 66000000 >> (m.regs[&m.bus.TCR] >> 27 & 7) / (m.regs[&m.bus.CCR] + 2)
		if m.regs[&m.bus.CCR] > 255 || got != want[1] || SPI1.GetBaudRate() != got {
			t.Errorf("%d: %d, %d", want[0], got, SPI1.GetBaudRate())
		}
	}
}

// IMXRT1060RM, the registers SW_MUX_CTL_PAD and SELECT_INPUT of the pads; CCGR1, CBCMR, PLL_SYS.
func TestPins(t *testing.T) {
	for _, want := range []struct {
		spi                                  *SPI
		bus                                  **nxp.LPSPI_Type
		sck, sdi, sdo, function, at, selects int
		bits                                 int
	}{
		{SPI1, &nxp.LPSPI1, 106, 109, 108, 0x14, 0x4f0, 1, 0},
		{SPI3, &nxp.LPSPI3, 73, 71, 72, 0x12, 0x510, 1, 4},
		{SPI4, &nxp.LPSPI4, 77, 75, 76, 0x13, 0x520, 0, 6},
	} {
		m := newModel(t, want.spi, want.bus)
		if err := want.spi.Configure(SPIConfig{}); err != nil {
			t.Error(err)
		}
		for i, p := range []int{want.sck, want.sdi, want.sdo} {
			if f := m.regs[&nxp.IOMUXC.SW_MUX_CTL_PAD[p]]; f != uint32(want.function) {
				t.Errorf("pad %d: function %#x", p, f)
			}
			is, written := m.regs[&nxp.IOMUXC.SELECT_INPUT[(want.at-0x3f4)/4+i]]
			if is != uint32(want.selects) || !written {
				t.Errorf("%#x: %d", want.at+4*i, is)
			}
		}
		if m.regs[&nxp.CCM.CCGR[1]]>>want.bits&3 != 3 || m.regs[&nxp.CCM.CBCMR] != 0xc1000|2<<4|7<<26 {
			t.Errorf("clocks %#x %#x", m.regs[&nxp.CCM.CCGR[1]], m.regs[&nxp.CCM.CBCMR])
		}
		if pll := m.regs[&nxp.CCM_ANALOG.PLL_SYS]; pll != 1<<31|1<<13|1 {
			t.Errorf("PLL %#x", pll)
		}
		if want.spi.Configure(SPIConfig{SCK: PA0 + 1}) != ErrInvalidClockPin {
			t.Error("other pins")
		}
	}
	// The output alone.
	m := newModel(t, SPI1, &nxp.LPSPI1)
	if err := SPI1.Configure(SPIConfig{SCK: PC0 + 12, SDO: PC0 + 14, SDI: NoPin}); err != nil {
		t.Error(err)
	}
	if _, touched := m.regs[&nxp.IOMUXC.SW_MUX_CTL_PAD[109]]; touched {
		t.Error("the input's pad")
	}
}
