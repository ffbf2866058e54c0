//go:build fe310

package machine

import (
	"device/sifive"
	"runtime/volatile"
)

// PWM is a counter with three outputs; a fourth comparator sets the period (FE310-G002 Manual,
// chapter 20).
type PWM struct {
	Device *sifive.PWM_Type
	bits   uint8
	// The pins of comparators 1 to 3.
	pins [3]Pin
}

// The counters: the first has 8 bits, the others 16.
var (
	PWM0 = &PWM{sifive.PWM0, 8, [3]Pin{P01, P02, P03}}
	PWM1 = &PWM{sifive.PWM1, 16, [3]Pin{P19, P21, P22}}
	PWM2 = &PWM{sifive.PWM2, 16, [3]Pin{P11, P12, P13}}
)

// Configure starts the counter.
func (pwm *PWM) Configure(config PWMConfig) error {
	pwm.Device.CFG.Set(0)
	pwm.Device.COUNT.Set(0)
	return pwm.SetPeriod(config.Period)
}

// SetPeriod sets the period in nanoseconds, as near as the counter comes to it. The outputs keep
// their counts: Set them again.
func (pwm *PWM) SetPeriod(period uint64) error {
	if period == 0 {
		period = defaultPeriod
	}
	// One count is left, above the period, for an output that stays high.
	most := uint64(1)<<pwm.bits - 2
	cycles := period * uint64(CPUFrequency()/1000000) / 1000
	scale := uint32(0)
	for cycles>>scale > most {
		scale++
	}
	if scale > sifive.PWM_CFG_SCALE_Msk {
		return ErrPWMPeriodTooLong
	}
	top := uint32(cycles >> scale)
	if top == 0 {
		top = 1
	}
	pwm.Device.CMP[0].Set(top)
	pwm.Device.CFG.Set(sifive.PWM_CFG_ENALWAYS | sifive.PWM_CFG_ZEROCMP | scale)
	return nil
}

// Top is the count of a period; a value above it makes the output always high.
func (pwm *PWM) Top() uint32 {
	return pwm.Device.CMP[0].Get()
}

// Counter is the present count.
func (pwm *PWM) Counter() uint32 {
	return pwm.Device.S.Get()
}

// Channel connects the pin to its comparator and gives the output's number for Set.
func (pwm *PWM) Channel(pin Pin) (channel uint8, err error) {
	for i, p := range pwm.pins {
		if p == pin {
			channel = uint8(i) + 1
			pwm.Set(channel, 0)
			pwm.SetInverting(channel, false)
			pin.Configure(PinConfig{Mode: pinFunction1})
			return channel, nil
		}
	}
	return 0, ErrInvalidPWMPin
}

// Set makes the output high for value counts of the period.
func (pwm *PWM) Set(channel uint8, value uint32) {
	if top := pwm.Top(); value > top {
		value = top + 1
	}
	if channel >= 1 && channel <= 3 {
		pwm.Device.CMP[channel].Set(value)
	}
}

// Get is what Set was given.
func (pwm *PWM) Get(channel uint8) uint32 {
	return pwm.Device.CMP[channel&3].Get()
}

// SetInverting turns the output over, or not. The comparator's own output is high from the value on:
// the pin turns it over unless that is what is asked.
func (pwm *PWM) SetInverting(channel uint8, inverting bool) {
	if channel < 1 || channel > 3 {
		return
	}
	bit := uint32(1) << pwm.pins[channel-1]
	if inverting {
		sifive.GPIO0.OUT_XOR.ClearBits(bit)
	} else {
		sifive.GPIO0.OUT_XOR.SetBits(bit)
	}
}

// WatchdogMaxTimeout is the longest time between two updates, in milliseconds: 31 bits of 32,768 Hz.
const WatchdogMaxTimeout = 65535 * 1000

// writeWatchdog writes to a register of the watchdog, which each time wants its key first (FE310-G002
// Manual, chapter 14).
func writeWatchdog(reg *uint32, value uint32) {
	sifive.AON.WDOGKEY.Set(sifive.AON_WDOGKEY)
	volatile.StoreUint32(reg, value)
}

// Configure sets the time.
func (wd *watchdog) Configure(config WatchdogConfig) error {
	if config.TimeoutMillis == 0 || config.TimeoutMillis > WatchdogMaxTimeout {
		return errWatchdogTimeout
	}
	// The comparator sees 16 bits of the counter, from bit scale on.
	turns := uint64(config.TimeoutMillis) << 15 / 1000
	scale := uint32(0)
	for turns>>scale > 0xffff {
		scale++
	}
	wd.load = scale
	writeWatchdog(&sifive.AON.WDOGCFG.Reg, scale)
	writeWatchdog(&sifive.AON.WDOGCMP0.Reg, uint32(turns>>scale))
	return nil
}

// Start starts the watchdog.
func (wd *watchdog) Start() error {
	wd.Update()
	writeWatchdog(&sifive.AON.WDOGCFG.Reg, wd.load|sifive.AON_WDOGCFG_RSTEN|sifive.AON_WDOGCFG_ENALWAYS)
	return nil
}

// Update tells the watchdog that all is well.
func (wd *watchdog) Update() {
	writeWatchdog(&sifive.AON.WDOGFEED.Reg, sifive.AON_WDOGFEED)
}

// CPUReset restarts the chip: by its watchdog, which has no time left.
func CPUReset() {
	writeWatchdog(&sifive.AON.WDOGCMP0.Reg, 0)
	writeWatchdog(&sifive.AON.WDOGCFG.Reg, sifive.AON_WDOGCFG_RSTEN|sifive.AON_WDOGCFG_ENALWAYS)
	for {
	}
}
