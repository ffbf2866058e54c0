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
}

// Configure makes the pin an analog input.
func (a ADC) Configure(config ADCConfig) error {
	if a.Pin > ADC4 {
		return errNoADCPin
	}
	a.Pin.Configure(PinConfig{Mode: PinAnalog})
	return nil
}

// Get measures: 0 is ground, 0xfff0 what the converter reaches at its greatest attenuation, about
// 2.5 V to 2.9 V; it is not calibrated.
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
	return uint16(value&0xfff) << 4
}
