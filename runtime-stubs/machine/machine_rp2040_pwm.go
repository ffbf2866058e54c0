//go:build rp2040

package machine

import "device/rp"

// pwmGroup is a slice of the RP2040's pulse width modulation: a counter with two outputs (RP2040
// Datasheet, section 4.5).
type pwmGroup struct {
	slice uint8
}

// The slices.
var (
	PWM0 = &pwmGroup{0}
	PWM1 = &pwmGroup{1}
	PWM2 = &pwmGroup{2}
	PWM3 = &pwmGroup{3}
	PWM4 = &pwmGroup{4}
	PWM5 = &pwmGroup{5}
	PWM6 = &pwmGroup{6}
	PWM7 = &pwmGroup{7}
)

// PWMPeripheral is the number of the slice that the pin belongs to.
func PWMPeripheral(pin Pin) (sliceNum uint8, err error) {
	if pin > 29 {
		return 0, ErrInvalidOutputPin
	}
	return uint8(pin) >> 1 & 7, nil
}

// Configure starts the counter.
func (pwm *pwmGroup) Configure(config PWMConfig) error {
	rp.RESETS.RESET.ClearBits(rp.RESETS_RESET_PWM)
	for !rp.RESETS.RESET_DONE.HasBits(rp.RESETS_RESET_PWM) {
	}
	ch := &rp.PWM.CH[pwm.slice]
	ch.CSR.Set(0)
	ch.CTR.Set(0)
	ch.CC.Set(0)
	if err := pwm.SetPeriod(config.Period); err != nil {
		return err
	}
	ch.CSR.SetBits(rp.PWM_CSR_EN)
	return nil
}

// ErrBadPeriod says that the period is longer than 268 ms.
var ErrBadPeriod = ErrPWMPeriodTooLong

// SetPeriod sets the period in nanoseconds, as near as the counter comes to it, up to 268 ms: from 134 ms
// on it counts up and down again. The outputs keep their counts: Set them again.
func (pwm *pwmGroup) SetPeriod(period uint64) error {
	if period == 0 {
		period = defaultPeriod
	}
	// The counter takes 16 bits of the cycles, the divider, in sixteenths, the rest: 1 to 255 15/16.
	cycles := period * uint64(CPUFrequency()/1000000) / 1000
	upAndDown := cycles*16+0xffff >= 0x1000<<16
	if upAndDown {
		cycles /= 2
	}
	div := (cycles*16 + 0xffff) >> 16
	if div < 16 {
		div = 16
	}
	if div > 0xfff {
		return ErrPWMPeriodTooLong
	}
	ch := &rp.PWM.CH[pwm.slice]
	if upAndDown {
		ch.CSR.SetBits(rp.PWM_CSR_PH_CORRECT)
	} else {
		ch.CSR.ClearBits(rp.PWM_CSR_PH_CORRECT)
	}
	ch.DIV.Set(uint32(div))
	top := cycles * 16 / div
	if top > 0 {
		top--
	}
	ch.TOP.Set(uint32(top))
	return nil
}

// Top is the count at which the counter starts again; a value above it makes the output always
// high.
func (pwm *pwmGroup) Top() uint32 {
	return rp.PWM.CH[pwm.slice].TOP.Get()
}

// SetTop sets that count.
func (pwm *pwmGroup) SetTop(top uint32) {
	rp.PWM.CH[pwm.slice].TOP.Set(top & 0xffff)
}

// Period is the period in nanoseconds.
func (pwm *pwmGroup) Period() uint64 {
	ch := &rp.PWM.CH[pwm.slice]
	sixteenths := uint64(ch.TOP.Get()+1) * uint64(ch.DIV.Get())
	if ch.CSR.HasBits(rp.PWM_CSR_PH_CORRECT) {
		sixteenths *= 2
	}
	return sixteenths * 1000 / 16 / uint64(CPUFrequency()/1000000)
}

// SetCounter sets the present count, to have two counters run together.
func (pwm *pwmGroup) SetCounter(count uint32) {
	rp.PWM.CH[pwm.slice].CTR.Set(count & 0xffff)
}

// Counter is the present count.
func (pwm *pwmGroup) Counter() uint32 {
	return rp.PWM.CH[pwm.slice].CTR.Get()
}

// Channel connects the pin to the slice and gives the output's number for Set.
func (pwm *pwmGroup) Channel(pin Pin) (channel uint8, err error) {
	if slice, err := PWMPeripheral(pin); err != nil || slice != pwm.slice {
		return 0, ErrInvalidPWMPin
	}
	pin.Configure(PinConfig{Mode: PinPWM})
	return uint8(pin) & 1, nil
}

// Set makes the output high for value counts of the period.
func (pwm *pwmGroup) Set(channel uint8, value uint32) {
	if value > 0xffff {
		value = 0xffff
	}
	rp.PWM.CH[pwm.slice].CC.ReplaceBits(value, 0xffff, channel&1*16)
}

// Get is what Set was given.
func (pwm *pwmGroup) Get(channel uint8) uint32 {
	return rp.PWM.CH[pwm.slice].CC.Get() >> (channel & 1 * 16) & 0xffff
}

// SetInverting turns the output over, or not.
func (pwm *pwmGroup) SetInverting(channel uint8, inverting bool) {
	bit := uint32(rp.PWM_CSR_A_INV) << (channel & 1)
	if inverting {
		rp.PWM.CH[pwm.slice].CSR.SetBits(bit)
	} else {
		rp.PWM.CH[pwm.slice].CSR.ClearBits(bit)
	}
}

// IsEnabled tells whether the counter runs.
func (pwm *pwmGroup) IsEnabled() bool {
	return rp.PWM.CH[pwm.slice].CSR.HasBits(rp.PWM_CSR_EN)
}

// Enable lets the counter run, or stops it.
func (pwm *pwmGroup) Enable(enable bool) {
	rp.PWM.CH[pwm.slice].CSR.ClearBits(rp.PWM_CSR_EN)
	if enable {
		rp.PWM.CH[pwm.slice].CSR.SetBits(rp.PWM_CSR_EN)
	}
}
