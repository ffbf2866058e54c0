//go:build stm32f4

package machine

import "device/stm32"

// InitADC starts the first converter with a quarter of its bus' clock: 21 MHz at full speed, of at
// most 36 (RM0090, chapter 13).
func InitADC() {
	stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_ADC1EN)
	const quarter = 1 << 16
	stm32.ADC_Common.CCR.ReplaceBits(quarter, 3<<16, 0)
	stm32.ADC1.CR1.Set(0)
	stm32.ADC1.SQR1.Set(0) // one conversion in a sequence
	stm32.ADC1.CR2.Set(stm32.ADC_CR2_ADON)
}

// channel is the converter's number for the pin.
func (a ADC) channel() (uint32, bool) {
	switch p := a.Pin; {
	case p <= PA7:
		return uint32(p), true
	case p == PB0 || p == PB1:
		return uint32(p-PB0) + 8, true
	case p >= PC0 && p <= PC5:
		return uint32(p-PC0) + 10, true
	}
	return 0, false
}

// Configure makes the pin an analog input. The sample time is that of 84 of the converter's cycles,
// 4 µs, which suits sources of up to 50 kΩ.
func (a ADC) Configure(config ADCConfig) error {
	channel, ok := a.channel()
	if !ok {
		return errNoADCPin
	}
	a.Pin.Configure(PinConfig{Mode: PinAnalog})
	const cycles84 = 4
	if channel < 10 {
		stm32.ADC1.SMPR2.ReplaceBits(cycles84, 7, uint8(channel*3))
	} else {
		stm32.ADC1.SMPR1.ReplaceBits(cycles84, 7, uint8(channel-10)*3)
	}
	return nil
}

// Get measures: 0 is ground, 0xfff0 the reference, in steps of the chip's 12 bits.
func (a ADC) Get() uint16 {
	channel, ok := a.channel()
	if !ok {
		return 0
	}
	stm32.ADC1.SQR3.Set(channel)
	stm32.ADC1.SR.Set(0)
	stm32.ADC1.CR2.SetBits(stm32.ADC_CR2_SWSTART)
	for !stm32.ADC1.SR.HasBits(stm32.ADC_SR_EOC) {
	}
	return uint16(stm32.ADC1.DR.Get()) << 4
}
