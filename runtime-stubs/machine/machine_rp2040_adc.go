//go:build rp2040

package machine

import "device/rp"

// The analog inputs.
const (
	ADC0 Pin = 26
	ADC1 Pin = 27
	ADC2 Pin = 28
	ADC3 Pin = 29
)

// InitADC starts the converter with the 48 MHz of the USB's PLL (RP2040 Datasheet, sections 2.18
// and 4.9).
func InitADC() {
	startPLLUSB()
	const enable = 1 << 11 // and the first of its sources, that PLL
	rp.CLOCKS.CLK_ADC_CTRL.Set(enable)
	restart(rp.RESETS_RESET_ADC)
	rp.ADC.CS.Set(rp.ADC_CS_EN)
	for !rp.ADC.CS.HasBits(rp.ADC_CS_READY) {
	}
}

// startPLLUSB starts the PLL unless it runs: 12 MHz * 100 / 5 / 5.
func startPLLUSB() {
	if rp.PLL_USB.CS.HasBits(rp.PLL_CS_LOCK) && !rp.PLL_USB.PWR.HasBits(rp.PLL_PWR_PD) {
		return
	}
	restart(rp.RESETS_RESET_PLL_USB)
	rp.PLL_USB.Start(100, 5, 5)
}

// Configure makes the pin an analog input.
func (a ADC) Configure(config ADCConfig) error {
	if a.Pin < ADC0 || a.Pin > ADC3 {
		return errNoADCPin
	}
	a.Pin.Configure(PinConfig{Mode: PinAnalog})
	return nil
}

// ADCChannel is an input of the converter, 0 to 3.
type ADCChannel uint8

// GetADCChannel is the pin's input.
func (a ADC) GetADCChannel() (ADCChannel, error) {
	if a.Pin < ADC0 || a.Pin > ADC3 {
		return 0, errNoADCPin
	}
	return ADCChannel(a.Pin - ADC0), nil
}

// Pin is the input's pin.
func (c ADCChannel) Pin() (Pin, error) {
	if c > 3 {
		return 0, errNoADCPin
	}
	return ADC0 + Pin(c), nil
}

// Configure makes the input's pin an analog input.
func (c ADCChannel) Configure(config ADCConfig) error {
	return ADC{Pin: ADC0 + Pin(c)}.Configure(config)
}

// Get measures: 0 is ground, 0xfff0 the reference, in steps of the chip's 12 bits.
func (a ADC) Get() uint16 {
	return measure(uint32(a.Pin-ADC0)) << 4
}

func measure(input uint32) uint16 {
	rp.ADC.CS.ReplaceBits(input, 7, rp.ADC_CS_AINSEL_Pos)
	rp.ADC.CS.SetBits(rp.ADC_CS_START_ONCE)
	for !rp.ADC.CS.HasBits(rp.ADC_CS_READY) {
	}
	return uint16(rp.ADC.RESULT.Get())
}

// ReadTemperature measures the chip's temperature, in thousandths of a degree Celsius: 0.706 V at
// 27 degrees, 1.721 mV less for each more (section 4.9.5).
func ReadTemperature() int32 {
	if !rp.ADC.CS.HasBits(rp.ADC_CS_EN) {
		InitADC()
	}
	rp.ADC.CS.SetBits(rp.ADC_CS_TS_EN)
	microvolts := int32(int64(measure(4)) * 3300000 >> 12)
	return 27000 - (microvolts-706000)*1000/1721
}
