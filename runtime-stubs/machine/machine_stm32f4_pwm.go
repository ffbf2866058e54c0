//go:build stm32f4

package machine

import "device/stm32"

// TIM is a timer with four outputs (RM0090, chapters 17 and 18). TIM2 is the runtime's.
type TIM struct {
	Device   *stm32.TIM_Type
	function uint8
	pins     *[4][]Pin
}

// The timers, with the chip's own numbers.
var (
	TIM1 = TIM{stm32.TIM1, functionTIM1, &[4][]Pin{{PA8, PE9}, {PA9, PE11}, {PA10, PE13}, {PA11, PE14}}}
	TIM3 = TIM{stm32.TIM3, functionTIM3, &[4][]Pin{{PA6, PB4, PC6}, {PA7, PB5, PC7}, {PB0, PC8}, {PB1, PC9}}}
	TIM4 = TIM{stm32.TIM4, functionTIM3, &[4][]Pin{{PB6, PD12}, {PB7, PD13}, {PB8, PD14}, {PB9, PD15}}}
	TIM5 = TIM{stm32.TIM5, functionTIM3, &[4][]Pin{{PA0}, {PA1}, {PA2}, {PA3}}}
	TIM8 = TIM{stm32.TIM8, functionTIM8, &[4][]Pin{{PC6}, {PC7}, {PC8}, {PC9}}}
)

// Configure starts the timer.
func (t *TIM) Configure(config PWMConfig) error {
	switch t.Device {
	case stm32.TIM1:
		stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_TIM1EN)
	case stm32.TIM3:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_TIM3EN)
	case stm32.TIM4:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_TIM4EN)
	case stm32.TIM5:
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_TIM5EN)
	default:
		stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_TIM8EN)
	}
	t.Device.CR1.Set(stm32.TIM_CR1_ARPE)
	if err := t.SetPeriod(config.Period); err != nil {
		return err
	}
	t.Device.EGR.Set(stm32.TIM_EGR_UG)
	if t.advanced() {
		t.Device.BDTR.SetBits(stm32.TIM_BDTR_MOE)
	}
	t.Device.CR1.SetBits(stm32.TIM_CR1_CEN)
	return nil
}

func (t *TIM) advanced() bool {
	return t.Device == stm32.TIM1 || t.Device == stm32.TIM8
}

// SetPeriod sets the period in nanoseconds, as near as the counter of 16 bits comes to it.
func (t *TIM) SetPeriod(period uint64) error {
	if period == 0 {
		period = defaultPeriod
	}
	clock := 2 * clockAPB1()
	if t.advanced() {
		clock = 2 * clockAPB2()
	}
	cycles := period * uint64(clock/1000000) / 1000
	if cycles == 0 {
		cycles = 1
	}
	prescale := (cycles-1)>>16 + 1
	if prescale > 0x10000 {
		return ErrPWMPeriodTooLong
	}
	t.Device.PSC.Set(uint32(prescale - 1))
	t.Device.ARR.Set(uint32(cycles/prescale - 1))
	return nil
}

// Top is the count at which the timer starts again; a value above it makes the output always high.
func (t *TIM) Top() uint32 {
	return t.Device.ARR.Get()
}

// Count is the present count.
func (t *TIM) Count() uint32 {
	return t.Device.CNT.Get()
}

// Channel connects the pin to the timer and gives the output's number for Set.
func (t *TIM) Channel(pin Pin) (channel uint8, err error) {
	for ch, pins := range t.pins {
		for _, p := range pins {
			if p == pin {
				t.output(uint8(ch))
				pin.connect(uint32(t.function), 0, false)
				return uint8(ch), nil
			}
		}
	}
	return 0, ErrInvalidPWMPin
}

// output makes a channel high while the count is below its value, which it takes over at the end of
// a period: PWM mode 1, preloaded (section 18.4.7).
func (t *TIM) output(ch uint8) {
	const mode = 6<<4 | 1<<3
	mux := &t.Device.CCMR1
	if ch >= 2 {
		mux = &t.Device.CCMR2
	}
	mux.ReplaceBits(mode, 0xff, ch&1*8)
	t.Device.CCER.SetBits(1 << (ch * 4))
}

// Set makes the output high for value counts of the period.
func (t *TIM) Set(channel uint8, value uint32) {
	switch channel {
	case 0:
		t.Device.CCR1.Set(value)
	case 1:
		t.Device.CCR2.Set(value)
	case 2:
		t.Device.CCR3.Set(value)
	case 3:
		t.Device.CCR4.Set(value)
	}
}

// SetInverting turns the output over, or not.
func (t *TIM) SetInverting(channel uint8, inverting bool) {
	bit := uint32(2) << (channel & 3 * 4)
	if inverting {
		t.Device.CCER.SetBits(bit)
	} else {
		t.Device.CCER.ClearBits(bit)
	}
}
