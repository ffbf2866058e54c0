//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// LEDCPWM is a timer of the pulse width modulation (chapters 32 and 35, LED PWM Controller). The
// chip's outputs, six on the ESP32-C3 and eight on the ESP32-S3, go to whichever timer asks first.
type LEDCPWM struct {
	timer uint8
}

// The timers.
var (
	PWM0 = &LEDCPWM{0}
	PWM1 = &LEDCPWM{1}
	PWM2 = &LEDCPWM{2}
	PWM3 = &LEDCPWM{3}
)

// What an output belongs to: the pin + 1, 0 for none, and the timer.
var ledcOutputs [ledcChannels]struct{ pin, timer uint8 }

var ledcStarted bool

// ledcMaxBits is how many bits a timer counts at most. With all 14 an output could not stay high.
const ledcMaxBits = 13

// Configure starts the timer.
func (pwm *LEDCPWM) Configure(config PWMConfig) error {
	if !ledcStarted {
		startPeripheral(esp.SYSTEM_PERIP_LEDC)
		esp.LEDC.CONF.Set(esp.LEDC_CONF_CLK_EN | esp.LEDC_CONF_APB_CLK_SEL_APB)
		ledcStarted = true
	}
	return pwm.SetPeriod(config.Period)
}

// SetPeriod sets the period in nanoseconds, as near as the counter comes to it, up to 100 ms. The
// outputs keep their counts: Set them again.
func (pwm *LEDCPWM) SetPeriod(period uint64) error {
	if period == 0 {
		period = defaultPeriod
	}
	// The counter has as many bits as the cycles allow; the divider, of at least 1 and less than
	// 1024, has 8 bits of fraction.
	if period > 104857000 {
		return ErrPWMPeriodTooLong
	}
	cycles := uint32(period) / 25 * 2
	bits := uint32(ledcMaxBits)
	for bits > 1 && cycles>>bits == 0 {
		bits--
	}
	div := uint32(uint64(cycles) << 8 >> bits)
	if div < 256 {
		div = 256
	}
	conf := &esp.LEDC.TIMER[pwm.timer].CONF
	conf.Set(bits | div<<esp.LEDC_TIMER_CONF_CLK_DIV_Pos | esp.LEDC_TIMER_CONF_RST)
	conf.Set(bits | div<<esp.LEDC_TIMER_CONF_CLK_DIV_Pos)
	conf.SetBits(esp.LEDC_TIMER_CONF_PARA_UP)
	return nil
}

// Top is the highest count; a value above it makes the output always high.
func (pwm *LEDCPWM) Top() uint32 {
	return 1<<(esp.LEDC.TIMER[pwm.timer].CONF.Get()&0xf) - 1
}

// Counter is the present count.
func (pwm *LEDCPWM) Counter() uint32 {
	return esp.LEDC.TIMER[pwm.timer].VALUE.Get()
}

// Channel connects the pin to a free output and gives its number for Set.
func (pwm *LEDCPWM) Channel(pin Pin) (channel uint8, err error) {
	if pin > lastPin {
		return 0, ErrInvalidPWMPin
	}
	free := -1
	for i := range ledcOutputs {
		switch {
		case ledcOutputs[i].pin == uint8(pin)+1 && ledcOutputs[i].timer == pwm.timer:
			return uint8(i), nil
		case ledcOutputs[i].pin == 0 && free < 0:
			free = i
		}
	}
	if free < 0 {
		return 0, ErrInvalidPWMPin
	}
	ledcOutputs[free].pin, ledcOutputs[free].timer = uint8(pin)+1, pwm.timer
	channel = uint8(free)
	esp.LEDC.CH[channel].HPOINT.Set(0)
	pwm.Set(channel, 0)
	pin.output(esp.SIGNAL_LEDC + uint32(channel))
	return channel, nil
}

// Set makes the output high for value counts of the period.
func (pwm *LEDCPWM) Set(channel uint8, value uint32) {
	if channel >= ledcChannels {
		return
	}
	if top := pwm.Top(); value > top {
		value = top + 1
	}
	ch := &esp.LEDC.CH[channel]
	// Four bits of fraction; one step of no change.
	ch.DUTY.Set(value << 4)
	ch.CONF1.Set(esp.LEDC_CH_CONF1_DUTY_START | esp.LEDC_CH_CONF1_DUTY_INC |
		1<<esp.LEDC_CH_CONF1_DUTY_NUM_Pos | 1<<esp.LEDC_CH_CONF1_DUTY_CYC_Pos)
	ch.CONF0.Set(uint32(pwm.timer) | esp.LEDC_CH_CONF0_SIG_OUT_EN | esp.LEDC_CH_CONF0_PARA_UP)
}

// Get is what Set was given.
func (pwm *LEDCPWM) Get(channel uint8) uint32 {
	return esp.LEDC.CH[channel&7].DUTY.Get() >> 4
}

// SetInverting turns the output over, or not.
func (pwm *LEDCPWM) SetInverting(channel uint8, inverting bool) {
	if channel >= ledcChannels || ledcOutputs[channel].pin == 0 {
		return
	}
	out := &esp.GPIO.FUNC_OUT_SEL_CFG[ledcOutputs[channel].pin-1]
	if inverting {
		out.SetBits(esp.GPIO_FUNC_OUT_INV_SEL)
	} else {
		out.ClearBits(esp.GPIO_FUNC_OUT_INV_SEL)
	}
}

// Enable lets the timer run, or stops it.
func (pwm *LEDCPWM) Enable(enable bool) {
	conf := &esp.LEDC.TIMER[pwm.timer].CONF
	if enable {
		conf.ClearBits(esp.LEDC_TIMER_CONF_PAUSE)
	} else {
		conf.SetBits(esp.LEDC_TIMER_CONF_PAUSE)
	}
	conf.SetBits(esp.LEDC_TIMER_CONF_PARA_UP)
}
