package machine

// Both converters of the i.MX RT1060 by its reference manual ("Analog-to-Digital Converter"): they
// calibrate themselves with a slow clock and averages, and measure what they are told to.

import (
	"hosttest/nxp"
	"hosttest/volatile"
	"testing"
)

type converter struct {
	t          *testing.T
	adc        *nxp.ADC_Type
	regs       map[*volatile.Register32]uint32
	busy       int
	calibrated bool
	// volts are the voltages at the inputs, in steps of the converter.
	volts [32]uint32
}

func newConverters(t *testing.T) [2]*converter {
	nxp.CCM, nxp.IOMUXC, nxp.GPIO1 = &nxp.CCM_Type{}, &nxp.IOMUXC_Type{}, &nxp.GPIO_Type{}
	nxp.ADC1, nxp.ADC2 = &nxp.ADC_Type{}, &nxp.ADC_Type{}
	both := [2]*converter{}
	for i, adc := range []*nxp.ADC_Type{nxp.ADC1, nxp.ADC2} {
		both[i] = &converter{t: t, adc: adc, regs: map[*volatile.Register32]uint32{}}
		for input := range both[i].volts {
			both[i].volts[input] = uint32(0x111*i + 0x10*input + 7)
		}
	}
	other := map[*volatile.Register32]uint32{}
	whose := func(r *volatile.Register32) *converter {
		for _, c := range both {
			for _, own := range []*volatile.Register32{&c.adc.HC[0], &c.adc.HS, &c.adc.R[0], &c.adc.CFG,
				&c.adc.GC, &c.adc.GS} {
				if r == own {
					return c
				}
			}
		}
		return nil
	}
	volatile.Read = func(r *volatile.Register32) uint32 {
		if c := whose(r); c != nil {
			return c.read(r)
		}
		return other[r]
	}
	volatile.Write = func(r *volatile.Register32, value uint32) {
		if c := whose(r); c != nil {
			// Clocks: ADC2 and ADC1 in CCGR1.
			if on := other[&nxp.CCM.CCGR[1]]; on&(3<<8|3<<16) != 3<<8|3<<16 {
				t.Fatalf("clocks %#x", on)
			}
			c.write(r, value)
			return
		}
		other[r] = value
	}
	return both
}

func (c *converter) read(r *volatile.Register32) uint32 {
	if c.busy > 0 {
		c.busy--
		if c.busy == 0 {
			c.done()
		}
	}
	if r == &c.adc.R[0] {
		c.regs[&c.adc.HS] = 0
	}
	return c.regs[r]
}

func (c *converter) done() {
	if c.regs[&c.adc.GC]&0x80 != 0 {
		c.regs[&c.adc.GC] &^= 0x80
		c.calibrated = true
		return
	}
	c.regs[&c.adc.R[0]] = c.volts[c.regs[&c.adc.HC[0]]&31]
	c.regs[&c.adc.HS] = 1
}

func (c *converter) write(r *volatile.Register32, value uint32) {
	if c.busy > 0 {
		c.t.Errorf("written to while it is busy: %#x", value)
	}
	c.regs[r] = value
	switch r {
	case &c.adc.GC:
		if value&0x80 != 0 {
			// 12 bits, long samples, its own clock / 4 and averages of 32.
			if cfg := c.regs[&c.adc.CFG]; cfg != 3|2<<2|1<<4|2<<5|3<<8|3<<14 || value != 0xa1 {
				c.t.Errorf("calibrates with %#x, %#x", cfg, value)
			}
			c.busy = 5
		}
	case &c.adc.HC[0]:
		c.regs[&c.adc.HS] = 0
		if value != 31 {
			if !c.calibrated || c.regs[&c.adc.CFG] != 3|2<<2|1<<4|3<<8 || c.regs[&c.adc.GC] != 1 {
				c.t.Errorf("measures with %#x, %#x", c.regs[&c.adc.CFG], c.regs[&c.adc.GC])
			}
			c.busy = 3
		}
	}
}

func TestADC(t *testing.T) {
	both := newConverters(t)
	InitADC()
	if !both[0].calibrated || !both[1].calibrated {
		t.Fatal("not calibrated")
	}
	// Table "ADC External Signals": pin of port 1, converter, input.
	for _, want := range [][3]int{{12, 0, 1}, {15, 0, 4}, {16, 0, 5}, {18, 0, 7}, {26, 0, 15}, {27, 0, 0},
		{28, 1, 1}, {31, 1, 4}} {
		a := ADC{Pin: PA0 + Pin(want[0])}
		if err := a.Configure(ADCConfig{}); err != nil {
			t.Error(err)
		}
		if mux := nxp.IOMUXC.SW_MUX_CTL_PAD[42+want[0]].Get(); mux != 5 {
			t.Errorf("pin %d has function %d", want[0], mux)
		}
		// No keeper, no pull.
		if pad := nxp.IOMUXC.SW_PAD_CTL_PAD[42+want[0]].Get(); pad&(1<<12|1<<13) != 0 {
			t.Errorf("pin %d: %#x", want[0], pad)
		}
		if got, is := a.Get(), both[want[1]].volts[want[2]]<<4; uint32(got) != is {
			t.Errorf("pin %d: %#x, want %#x", want[0], got, is)
		}
	}
	for _, pin := range []Pin{PA0 + 11, PB0, PE0} {
		if (ADC{Pin: pin}).Configure(ADCConfig{}) == nil {
			t.Errorf("pin %d", pin)
		}
	}
}
