//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// The chip has no calendar: a counter of 48 bits in its low-power part counts a slow oscillator, from
// the supply's coming on, through resets and sleep (chapters 9 and 10, "RTC Timer"). The oscillator is
// exact to some percent, so it is measured with the crystal. Where the ESP-IDF keeps them, the length
// of a turn and the time at count 0 are kept in registers that resets leave alone: STORE1 in 2^-19 us,
// STORE2 and STORE3 in us.
const (
	rtcFraction = 19
	// 136 kHz, if it cannot be measured.
	rtcNominal = 1000000 << rtcFraction / 136000
)

var rtcGoes bool

// rtcStart measures the oscillator. The length that it had until now counts for what has gone.
func rtcStart() {
	if rtcGoes {
		return
	}
	rtcGoes = true
	before := esp.RTC_CNTL.STORE1.Get()
	now := rtcMicros()
	length := rtcMeasure()
	esp.RTC_CNTL.STORE1.Set(length)
	if before == 0 {
		return
	}
	rtcSetZero(now - rtcElapsed(length))
}

// rtcMeasure is the length of a turn: the crystal's 40 MHz are counted for 1024 of them (chapters 11
// and 12, TIMG_RTCCALICFG_REG).
func rtcMeasure() uint32 {
	const turns = 1024
	timer := esp.TIMG0
	timer.RTCCALICFG.Set(turns << esp.TIMG_RTCCALICFG_MAX_Pos)
	timer.RTCCALICFG.SetBits(esp.TIMG_RTCCALICFG_START)
	// It takes eight milliseconds; a hundred are enough.
	for n := CPUFrequency() / 80; n > 0; n-- {
		if timer.RTCCALICFG.HasBits(esp.TIMG_RTCCALICFG_RDY) {
			counts := timer.RTCCALICFG1.Get() >> esp.TIMG_RTCCALICFG1_VALUE_Pos
			return uint32(uint64(counts) << rtcFraction / (40 * turns))
		}
	}
	return rtcNominal
}

// rtcElapsed is the time since count 0, in microseconds.
func rtcElapsed(length uint32) uint64 {
	rtc := esp.RTC_CNTL
	rtc.TIME_UPDATE.Set(esp.RTC_CNTL_TIME_UPDATE_NOW)
	low := rtc.TIME_LOW0.Get()
	count := uint64(rtc.TIME_HIGH0.Get()&0xffff)<<32 | uint64(low)
	const mask = 1<<rtcFraction - 1
	return (count>>rtcFraction)*uint64(length) + (count&mask)*uint64(length)>>rtcFraction
}

// rtcMicros is the clock's time in microseconds.
func rtcMicros() uint64 {
	zero := uint64(esp.RTC_CNTL.STORE3.Get())<<32 | uint64(esp.RTC_CNTL.STORE2.Get())
	return zero + rtcElapsed(esp.RTC_CNTL.STORE1.Get())
}

func rtcSetZero(micros uint64) {
	esp.RTC_CNTL.STORE2.Set(uint32(micros))
	esp.RTC_CNTL.STORE3.Set(uint32(micros >> 32))
}

func rtcSet(seconds uint32) {
	rtcSetZero(uint64(seconds)*1000000 - rtcElapsed(esp.RTC_CNTL.STORE1.Get()))
}

func rtcNow() uint32 {
	return uint32(rtcMicros() / 1000000)
}

// rtcAlarm has the timer ring at a count: a turn after the second begins, so that it has begun for
// rtcNow, too.
func rtcAlarm(at uint32) {
	rtcAlarmOff()
	zero := uint64(esp.RTC_CNTL.STORE3.Get())<<32 | uint64(esp.RTC_CNTL.STORE2.Get())
	length := uint64(esp.RTC_CNTL.STORE1.Get())
	micros := uint64(at)*1000000 - zero
	count := micros / length << rtcFraction
	count += (micros%length<<rtcFraction)/length + 2
	esp.RTC_CNTL.SLP_TIMER0.Set(uint32(count))
	esp.RTC_CNTL.SLP_TIMER1.Set(uint32(count>>32) & 0xffff)
	esp.RTC_CNTL.INT_CLR.Set(esp.RTC_CNTL_INT_MAIN_TIMER)
	esp.RTC_CNTL.INT_ENA.SetBits(esp.RTC_CNTL_INT_MAIN_TIMER)
	esp.RTC_CNTL.SLP_TIMER1.SetBits(esp.RTC_CNTL_SLP_TIMER1_ALARM_EN)
	enableRTC()
}

// rtcAlarmOff takes the alarm back, which ends its interrupt.
func rtcAlarmOff() {
	esp.RTC_CNTL.INT_ENA.ClearBits(esp.RTC_CNTL_INT_MAIN_TIMER)
	esp.RTC_CNTL.SLP_TIMER1.ClearBits(esp.RTC_CNTL_SLP_TIMER1_ALARM_EN)
	esp.RTC_CNTL.INT_CLR.Set(esp.RTC_CNTL_INT_MAIN_TIMER)
}
