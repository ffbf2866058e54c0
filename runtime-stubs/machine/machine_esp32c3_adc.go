//go:build esp32c3

package machine

import "device/esp"

// The analog inputs: those of the first converter. The second one's results are not reliable
// (ESP32-C3 Series SoC Errata, ADC-106).
const (
	ADC0 = GPIO0
	ADC1 = GPIO1
	ADC2 = GPIO2
	ADC3 = GPIO3
	ADC4 = GPIO4
)

// InitADC starts the converter (chapter 34): its controller at 5 MHz, its power always on.
func InitADC() {
	startPeripheral(esp.SYSTEM_PERIP_APB_SARADC)
	adc := esp.APB_SARADC
	adc.CLKM_CONF.Set(esp.APB_SARADC_CLKM_CONF_CLK_SEL_APB | esp.APB_SARADC_CLKM_CONF_CLK_EN |
		15<<esp.APB_SARADC_CLKM_CONF_CLKM_DIV_NUM)
	adc.CTRL.Set(esp.APB_SARADC_CTRL_XPD_SAR_FORCE_On | esp.APB_SARADC_CTRL_SAR_CLK_GATED |
		1<<esp.APB_SARADC_CTRL_SAR_CLK_DIV_Pos)
	adcCalibrate()
}

const (
	adcPointMillivolts = 1370
	// The reference of the converter's own, as the calibration was made with it.
	adcReference = 1
)

// adcError are the terms of what is off, in millivolts, for the powers 0 to 4 of the voltage (ESP-IDF,
// curve_fitting_coefficients.c), at the greatest attenuation.
var adcError = [5]int64{
	-14912262772850453 << 16 / adcErrorUnit,
	-228549975564099 << (16 + 12) / adcErrorUnit,
	356391935717 << (16 + 24) / adcErrorUnit,
	-179964582 << (16 + 36) / adcErrorUnit,
	42046 << (16 + 48) / adcErrorUnit,
}

// adcFuses reads the code for ground and the point of the greatest attenuation.
func adcFuses() (code, point uint32) {
	const sign = 1 << 9
	off := efuseBits(218, 10)
	point = 2000 + off
	if off&sign != 0 {
		point = 2000 - off&^sign
	}
	return 1000 + efuseBits(178, 10), point
}

// analogConnect lets registers of the converter's analog part be written (ESP-IDF, regi2c_defs.h).
func analogConnect() {
	esp.ANA_CONFIG.ClearBits(esp.ANA_CONFIG_SAR_OFF)
	esp.ANA_CONFIG2.SetBits(esp.ANA_CONFIG2_SAR_ON)
}

// Configure makes the pin an analog input.
func (a ADC) Configure(config ADCConfig) error {
	if a.Pin > ADC4 {
		return errNoADCPin
	}
	a.Pin.Configure(PinConfig{Mode: PinAnalog})
	return nil
}

// Get measures: 0 is ground, 0xffff 3.3 V, of which the converter reaches about 2.5 V. A chip without
// calibration gives 0xfff0 for the most that the converter reaches.
func (a ADC) Get() uint16 {
	const attenuation = 3 << esp.APB_SARADC_ONETIME_ATTEN_Pos
	adc := esp.APB_SARADC
	sample := esp.APB_SARADC_ONETIME_SARADC1 | attenuation | uint32(a.Pin)<<esp.APB_SARADC_ONETIME_CHANNEL_Pos
	adc.INT_CLR.Set(esp.APB_SARADC_INT_SARADC1_DONE)
	adc.ONETIME_SAMPLE.Set(sample)
	adc.ONETIME_SAMPLE.Set(sample | esp.APB_SARADC_ONETIME_START)
	for !adc.INT_RAW.HasBits(esp.APB_SARADC_INT_SARADC1_DONE) {
	}
	value := adc.SAR1DATA_STATUS.Get()
	adc.ONETIME_SAMPLE.Set(0)
	return adcSample(value & 0xfff)
}
