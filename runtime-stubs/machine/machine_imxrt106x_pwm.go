//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/volatile"
)

// PWM is a submodule of a FlexPWM with two outputs (IMXRT1060RM, "Enhanced Flex Pulse Width
// Modulator").
type PWM struct {
	Device    *nxp.PWM_Type
	submodule uint8
}

// The submodules that have pins, with the chip's own numbers: module and submodule.
var (
	PWM1_0 = &PWM{nxp.PWM1, 0}
	PWM1_1 = &PWM{nxp.PWM1, 1}
	PWM1_3 = &PWM{nxp.PWM1, 3}
	PWM2_0 = &PWM{nxp.PWM2, 0}
	PWM2_1 = &PWM{nxp.PWM2, 1}
	PWM2_2 = &PWM{nxp.PWM2, 2}
	PWM2_3 = &PWM{nxp.PWM2, 3}
	PWM3_1 = &PWM{nxp.PWM3, 1}
	PWM4_0 = &PWM{nxp.PWM4, 0}
	PWM4_1 = &PWM{nxp.PWM4, 1}
	PWM4_2 = &PWM{nxp.PWM4, 2}
)

// An output A or B (the last digit) of a submodule (the middle one) of a module, and the function by
// which the pin is it.
type pwmOutput struct {
	pin      Pin
	is       uint16
	function uint8
}

var pwmOutputs = [...]pwmOutput{
	{PC0 + 12, 0x10a, 1}, {PC0 + 13, 0x10b, 1}, // GPIO_SD_B0_00, _01
	{PC0 + 14, 0x11a, 1}, {PC0 + 15, 0x11b, 1}, // GPIO_SD_B0_02, _03
	{PA0 + 10, 0x13a, 1}, {PA0 + 11, 0x13b, 1}, // GPIO_AD_B0_10, _11
	{PB0 + 16, 0x13a, 6}, {PB0 + 17, 0x13b, 6}, // GPIO_B1_00, _01
	{PD0 + 6, 0x20a, 1}, {PD0 + 7, 0x20b, 1}, // GPIO_EMC_06, _07
	{PD0 + 8, 0x21a, 1},                        // GPIO_EMC_08
	{PB0 + 10, 0x22a, 2}, {PB0 + 11, 0x22b, 2}, // GPIO_B0_10, _11
	{PA0 + 9, 0x23a, 1},                        // GPIO_AD_B0_09
	{PB0 + 18, 0x23a, 6}, {PB0 + 19, 0x23b, 6}, // GPIO_B1_02, _03
	{PD0 + 31, 0x31a, 1}, {PC0 + 18, 0x31b, 1}, // GPIO_EMC_31, _32
	{PA0 + 24, 0x40a, 1},                     // GPIO_AD_B1_08
	{PA0 + 25, 0x41a, 1},                     // GPIO_AD_B1_09
	{PD0 + 4, 0x42a, 1}, {PD0 + 5, 0x42b, 1}, // GPIO_EMC_04, _05
}

// pwmClock is that of the peripherals' bus.
const pwmClock = 150000000

// module is the number of the module, from 1 on.
func (pwm *PWM) module() uint16 {
	switch pwm.Device {
	case nxp.PWM1:
		return 1
	case nxp.PWM2:
		return 2
	case nxp.PWM3:
		return 3
	}
	return 4
}

func (pwm *PWM) sm() *nxp.PWM_SM_Type {
	return &pwm.Device.SM[pwm.submodule&3]
}

// Configure starts the submodule: both outputs by themselves, without dead time, and no fault turns
// them off.
func (pwm *PWM) Configure(config PWMConfig) error {
	const on = 3
	nxp.CCM.CCGR[4].SetBits(on << (14 + 2*pwm.module()))
	sm := pwm.sm()
	sm.CTRL2.Set(nxp.PWM_CTRL2_INDEP | nxp.PWM_CTRL2_WAITEN | nxp.PWM_CTRL2_DBGEN)
	sm.OCTRL.Set(0)
	sm.DISMAP0.Set(0)
	sm.DTCNT0.Set(0)
	sm.DTCNT1.Set(0)
	if err := pwm.SetPeriod(config.Period); err != nil {
		return err
	}
	pwm.Device.MCTRL.SetBits(nxp.PWM_MCTRL_RUN << pwm.submodule)
	return nil
}

// SetPeriod sets the period in nanoseconds, as near as 32,768 counts, which are signed numbers of 16
// bits, and a prescaler up to 128 come to it. The outputs are low until the next Set.
func (pwm *PWM) SetPeriod(period uint64) error {
	if period == 0 {
		period = defaultPeriod
	}
	if period > 1000000000 {
		return ErrPWMPeriodTooLong
	}
	cycles := period * (pwmClock / 1000000) / 1000
	prescale := uint16(0)
	for cycles>>prescale > 1<<15 {
		prescale++
	}
	if prescale > 7 {
		return ErrPWMPeriodTooLong
	}
	counts := cycles >> prescale
	if counts < 2 {
		counts = 2
	}
	sm := pwm.sm()
	pwm.change()
	sm.CTRL.Set(nxp.PWM_CTRL_FULL | prescale<<nxp.PWM_CTRL_PRSC_Pos)
	sm.INIT.Set(0)
	sm.VAL0.Set(0)
	sm.VAL1.Set(uint16(counts - 1))
	for _, val := range [...]*volatile.Register16{&sm.VAL2, &sm.VAL3, &sm.VAL4, &sm.VAL5} {
		val.Set(0)
	}
	pwm.changed()
	return nil
}

// change keeps the submodule from taking over what is written until changed.
func (pwm *PWM) change() {
	pwm.Device.MCTRL.SetBits(nxp.PWM_MCTRL_CLDOK << pwm.submodule)
}

// changed has it taken over at the end of the period.
func (pwm *PWM) changed() {
	pwm.Device.MCTRL.SetBits(nxp.PWM_MCTRL_LDOK << pwm.submodule)
}

// Top is the count at which the period ends; a value above it makes the output always high.
func (pwm *PWM) Top() uint32 {
	return uint32(pwm.sm().VAL1.Get())
}

// Count is the present count.
func (pwm *PWM) Count() uint32 {
	return uint32(pwm.sm().CNT.Get())
}

// Channel connects the pin to the submodule and gives the output's number for Set: 0 is A, 1 is B.
func (pwm *PWM) Channel(pin Pin) (channel uint8, err error) {
	for i := range pwmOutputs {
		o := &pwmOutputs[i]
		if o.pin != pin || o.is>>4 != pwm.module()<<4|uint16(pwm.submodule) {
			continue
		}
		pin.connect(uint32(o.function), padOutput)
		if o.is&15 == 0xa {
			pwm.Device.OUTEN.SetBits(nxp.PWM_OUTEN_PWMA_EN << pwm.submodule)
			return 0, nil
		}
		pwm.Device.OUTEN.SetBits(nxp.PWM_OUTEN_PWMB_EN << pwm.submodule)
		return 1, nil
	}
	return 0, ErrInvalidPWMPin
}

// Set makes the output high for value counts of the period.
func (pwm *PWM) Set(channel uint8, value uint32) {
	// An end that is never reached.
	if top := pwm.Top(); value > top {
		value = top + 1
	}
	pwm.change()
	if channel == 0 {
		pwm.sm().VAL3.Set(uint16(value))
	} else {
		pwm.sm().VAL5.Set(uint16(value))
	}
	pwm.changed()
}

// SetInverting turns the output over, or not.
func (pwm *PWM) SetInverting(channel uint8, inverting bool) {
	bit := uint16(nxp.PWM_OCTRL_POLA)
	if channel != 0 {
		bit = nxp.PWM_OCTRL_POLB
	}
	if inverting {
		pwm.sm().OCTRL.SetBits(bit)
	} else {
		pwm.sm().OCTRL.ClearBits(bit)
	}
}
