package machine

import (
	"hosttest/esp"
	"hosttest/volatile"
)

const (
	reference = 4
	pointAt   = 850
	lastPin   = GPIO10
)

var terms = [5]float64{-0.644403418269478, -0.0644334888647536, 0.0001297891447611, -0.000000070769718, 0.000000000013515}

func freshChip() {
	fresh(&esp.SENS)
	fresh(&esp.RTC_CNTL_ANA_CONF)
}

func connected(m *adcModel) bool { return m.regs[esp.RTC_CNTL_ANA_CONF] == 1<<22 }

func chipCode(chip fuses) uint32 {
	c := chip.codes
	return 1850 + c[0] + 90 + c[1] + c[2] + 70 + c[3]
}

func chipPoint(chip fuses) uint32 { return 900 + chip.points[3] }

func (m *adcModel) convert(r *volatile.Register32, value uint32) {
	if r != &esp.SENS.SAR_MEAS1_CTRL2 || value&(1<<17) == 0 {
		return
	}
	// By software, one pin.
	if value&(1<<18) == 0 || value>>31 != 1 || value>>19&0xfff == 0 {
		m.t.Errorf("measure %#x", value)
	}
	m.regs[r] = value&^0x1ffff | 1<<16 | m.result
}
