//go:build imxrt106x

package machine

import "device/nxp"

// InitADC starts both converters with their own clock of about 10 MHz and has them calibrate themselves,
// for which the clock is divided and 32 samples are averaged (IMXRT1060RM, "Analog-to-Digital
// Converter", and the data sheet: at most 4 MHz). The reference is the analog supply.
func InitADC() {
	const on = 3
	nxp.CCM.CCGR[1].SetBits(on<<8 | on<<16)
	for _, adc := range [...]*nxp.ADC_Type{nxp.ADC1, nxp.ADC2} {
		const mode = nxp.ADC_CFG_ADICLK_ADCK | nxp.ADC_CFG_MODE_12 | nxp.ADC_CFG_ADLSMP | nxp.ADC_CFG_ADSTS_Msk
		adc.HC[0].Set(nxp.ADC_HC_OFF)
		adc.CFG.Set(mode | nxp.ADC_CFG_ADIV_4 | nxp.ADC_CFG_AVGS_32)
		adc.GS.Set(nxp.ADC_GS_CALF)
		adc.GC.Set(nxp.ADC_GC_ADACKEN | nxp.ADC_GC_AVGE | nxp.ADC_GC_CAL)
		for adc.GC.HasBits(nxp.ADC_GC_CAL) {
		}
		// 24 cycles to sample, 2.4 us.
		adc.CFG.Set(mode)
		adc.GC.Set(nxp.ADC_GC_ADACKEN)
	}
}

// channel is the converter of the pin, and its number there. The first one has GPIO_AD_B0_12 to
// GPIO_AD_B1_11, the second one the rest of GPIO_AD_B1.
func (a ADC) channel() (*nxp.ADC_Type, uint32) {
	const first, last, middle, end = PA0 + 12, PA0 + 26, PA0 + 27, PA0 + 31
	switch p := a.Pin; {
	case p >= first && p <= last:
		return nxp.ADC1, uint32(p-first) + 1
	case p == middle:
		return nxp.ADC1, 0
	case p > middle && p <= end:
		return nxp.ADC2, uint32(p - middle)
	}
	return nil, 0
}

// Configure makes the pin an analog input.
func (a ADC) Configure(config ADCConfig) error {
	if adc, _ := a.channel(); adc == nil {
		return errNoADCPin
	}
	a.Pin.Configure(PinConfig{Mode: PinAnalog})
	return nil
}

// Get measures: 0 is ground, 0xfff0 the reference, in steps of the chip's 12 bits.
func (a ADC) Get() uint16 {
	adc, channel := a.channel()
	if adc == nil {
		return 0
	}
	adc.HC[0].Set(channel)
	for !adc.HS.HasBits(nxp.ADC_HS_COCO0) {
	}
	return uint16(adc.R[0].Get()) << 4
}
