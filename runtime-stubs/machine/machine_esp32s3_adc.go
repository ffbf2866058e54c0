//go:build esp32s3

package machine

import "device/esp"

// The analog inputs: those of the first converter, the second is the radio's.
const (
	ADC0 = GPIO1
	ADC1 = GPIO2
	ADC2 = GPIO3
	ADC3 = GPIO4
	ADC4 = GPIO5
	ADC5 = GPIO6
	ADC6 = GPIO7
	ADC7 = GPIO8
	ADC8 = GPIO9
	ADC9 = GPIO10
)

// InitADC starts the converter (chapter 39), which the controller of the low-power part drives.
func InitADC() {
	esp.SENS.SAR_PERI_CLK_GATE_CONF.SetBits(esp.SENS_SARADC_CLK_EN)
	esp.SENS.SAR_POWER_XPD_SAR.SetBits(esp.SENS_FORCE_XPD_SAR_On)
	esp.SENS.SAR_MEAS1_MUX.ClearBits(esp.SENS_SAR1_DIG_FORCE)
	esp.SENS.SAR_MEAS1_CTRL2.Set(esp.SENS_MEAS1_START_FORCE | esp.SENS_SAR1_EN_PAD_FORCE)
}

// Configure makes the pin an analog input.
func (a ADC) Configure(config ADCConfig) error {
	if a.Pin < ADC0 || a.Pin > ADC9 {
		return errNoADCPin
	}
	a.Pin.Configure(PinConfig{Mode: PinAnalog})
	// The greatest attenuation: two bits a channel.
	esp.SENS.SAR_ATTEN1.ReplaceBits(3, 3, uint8(a.Pin-ADC0)*2)
	return nil
}

// Get measures: 0 is ground, 0xfff0 what the converter reaches at its greatest attenuation, about
// 3.1 V; it is not calibrated.
func (a ADC) Get() uint16 {
	control := esp.SENS_MEAS1_START_FORCE | esp.SENS_SAR1_EN_PAD_FORCE |
		uint32(1)<<(esp.SENS_SAR1_EN_PAD_Pos+uint32(a.Pin-ADC0))
	ctrl2 := &esp.SENS.SAR_MEAS1_CTRL2
	ctrl2.Set(control)
	ctrl2.Set(control | esp.SENS_MEAS1_START_SAR)
	for !ctrl2.HasBits(esp.SENS_MEAS1_DONE_SAR) {
	}
	return uint16(ctrl2.Get()&esp.SENS_MEAS1_DATA_SAR_Msk) << 4
}
