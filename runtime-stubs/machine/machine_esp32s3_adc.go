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
	adcCalibrate()
}

const (
	adcPointMillivolts = 850
	// The reference of the converter's own, as the calibration was made with it.
	adcReference = 4
)

// adcError are the terms of what is off, in millivolts, for the powers 0 to 4 of the voltage (ESP-IDF,
// curve_fitting_coefficients.c), at the greatest attenuation.
var adcError = [5]int64{
	-6444034182694780 << 16 / adcErrorUnit,
	-644334888647536 << (16 + 12) / adcErrorUnit,
	1297891447611 << (16 + 24) / adcErrorUnit,
	-707697180 << (16 + 36) / adcErrorUnit,
	135150 << (16 + 48) / adcErrorUnit,
}

// adcFuses reads the code for ground and the point of the greatest attenuation. The code is what it adds
// to those of the lesser ones.
func adcFuses() (code, point uint32) {
	code = 1850 + efuseBits(149, 8)
	code += 90 + efuseBits(157, 6)
	code += efuseBits(163, 6)
	code += 70 + efuseBits(169, 6)
	return code, 900 + efuseBits(225, 8)
}

// analogConnect lets registers of the converter's analog part be written (ESP-IDF, regi2c_defs.h).
func analogConnect() {
	esp.RTC_CNTL_ANA_CONF.SetBits(esp.RTC_CNTL_SAR_I2C_PU)
	esp.ANA_CONFIG.ClearBits(esp.ANA_CONFIG_SAR_OFF)
	esp.ANA_CONFIG2.SetBits(esp.ANA_CONFIG2_SAR_ON)
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

// Get measures: 0 is ground, 0xffff 3.3 V, of which the converter reaches about 3.1 V. A chip without
// calibration gives 0xfff0 for the most that the converter reaches.
func (a ADC) Get() uint16 {
	control := esp.SENS_MEAS1_START_FORCE | esp.SENS_SAR1_EN_PAD_FORCE |
		uint32(1)<<(esp.SENS_SAR1_EN_PAD_Pos+uint32(a.Pin-ADC0))
	ctrl2 := &esp.SENS.SAR_MEAS1_CTRL2
	ctrl2.Set(control)
	ctrl2.Set(control | esp.SENS_MEAS1_START_SAR)
	for !ctrl2.HasBits(esp.SENS_MEAS1_DONE_SAR) {
	}
	return adcSample(ctrl2.Get() & esp.SENS_MEAS1_DATA_SAR_Msk)
}
