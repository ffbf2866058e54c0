package machine

import (
	"hosttest/esp"
	"hosttest/volatile"
)

const (
	reference = 1
	pointAt   = 1370
	lastPin   = GPIO4
)

var terms = [5]float64{-1.4912262772850453, -0.0228549975564099, 0.0000356391935717, -0.0000000179964582, 0.0000000000042046}

func freshChip() { fresh(&esp.APB_SARADC) }

func connected(m *adcModel) bool { return true }

func chipCode(chip fuses) uint32 { return 1000 + chip.codes[3] }

func chipPoint(chip fuses) uint32 {
	p := chip.points[3]
	if p >= 512 {
		return 2000 - (p - 512)
	}
	return 2000 + p
}

func (m *adcModel) convert(r *volatile.Register32, value uint32) {
	adc := esp.APB_SARADC
	switch {
	case r == &adc.INT_CLR:
		m.regs[&adc.INT_RAW] &^= value
	case r == &adc.ONETIME_SAMPLE && value&(1<<29) != 0:
		// The first converter, the greatest attenuation.
		if value>>31 != 1 || value>>23&3 != 3 || value>>25&7 > 4 {
			m.t.Errorf("sample %#x", value)
		}
		m.regs[&adc.SAR1DATA_STATUS] = value>>25&7<<13 | m.result
		m.regs[&adc.INT_RAW] |= 1 << 31
	}
}
