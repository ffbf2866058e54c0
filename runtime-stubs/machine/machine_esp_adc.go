//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// adcPoint is what the converter gave for adcPointMillivolts when the chip was made, at its greatest
// attenuation; 0 if nobody wrote that down.
var adcPoint uint32

// adcSupply is the voltage, in millivolts, that Get gives as 0xffff if the converter is calibrated.
const adcSupply = 3300

// efuseBits are so many bits of block 2 of the eFuses, from bit start on.
func efuseBits(start, bits uint32) uint32 {
	words := esp.EFUSE_SYS_PART1
	value := words[start/32].Get() >> (start % 32)
	if start%32+bits > 32 {
		value |= words[start/32+1].Get() << (32 - start%32)
	}
	return value & (1<<bits - 1)
}

// adcCalibrate gives the converter the code for ground, which makes its results begin at 0, and remembers
// the point. The code of the second version of block 2 is not known (ESP-IDF, esp_efuse_rtc_calib.c and
// regi2c_saradc.h).
func adcCalibrate() {
	const version, versionBits, known = 128, 2, 1
	adcPoint = 0
	if efuseBits(version, versionBits) != known {
		return
	}
	code, point := adcFuses()
	adcPoint = point
	analogConnect()
	const part, bus = 0x69, 0
	analogWrite(part, bus, 2, 6, 4, adcReference)
	analogWrite(part, bus, 1, 3, 0, code>>8)
	analogWrite(part, bus, 0, 7, 0, code&0xff)
}

// adcErrorUnit is what the terms of adcError are multiples of.
const adcErrorUnit = 10000000000000000

// adcSample makes 16 bits of a result of 12: of a calibrated converter the voltage, in parts of adcSupply.
// The point makes it proportional, and the terms, which are the same for all chips, take away what the
// converter's curve is off that (ESP-IDF, adc_cali_curve_fitting.c).
func adcSample(result uint32) uint16 {
	if adcPoint == 0 {
		return uint16(result) << 4
	}
	if result == 0 {
		return 0
	}
	// Millivolts with 4 bits behind the point; the terms have 16, and are for a voltage / 4096.
	proportional := int64(result * adcPointMillivolts << 4 / adcPoint)
	off := int64(0)
	for i := len(adcError) - 1; i >= 0; i-- {
		off = off*proportional>>16 + adcError[i]
	}
	volts := proportional<<12 - off
	const whole = adcSupply << 16
	if volts <= 0 {
		return 0
	}
	if volts >= whole {
		return 0xffff
	}
	return uint16((volts*0xffff + whole/2) / whole)
}
