//go:build rp2040

package machine

import (
	"device/rp"
	"runtime/interrupt"
)

// The clock of the RP2040 (RP2040 Datasheet, section 4.8) counts fields of a date. It gets 12 MHz /
// 256, which its own divider makes one second of; a reset of the chip ends it.
const rtcHz = 12000000 / 256

// rtcStart starts the clock in 1970 if it does not go.
func rtcStart() {
	if rp.RTC.CTRL.HasBits(rp.RTC_CTRL_ACTIVE) {
		return
	}
	const crystal, enable = 3 << 5, 1 << 11
	rp.CLOCKS.CLK_RTC_CTRL.Set(0)
	rp.CLOCKS.CLK_RTC_DIV.Set(256 << 8)
	rp.CLOCKS.CLK_RTC_CTRL.Set(crystal)
	rp.CLOCKS.CLK_RTC_CTRL.Set(crystal | enable)
	restart(rp.RESETS_RESET_RTC)
	rp.RTC.CLKDIV_M1.Set(rtcHz - 1)
	rtcSet(0)
}

// rtcFields is a time as two registers want it: the date, and the rest.
func rtcFields(seconds uint32) (date, time uint32) {
	t := rtcTime(seconds)
	return uint32(t.Year)<<12 | uint32(t.Month)<<8 | uint32(t.Day),
		uint32(t.Dotw)<<24 | uint32(t.Hour)<<16 | uint32(t.Min)<<8 | uint32(t.Sec)
}

func rtcSet(seconds uint32) {
	rtc := rp.RTC
	rtc.CTRL.Set(0)
	for rtc.CTRL.HasBits(rp.RTC_CTRL_ACTIVE) {
	}
	date, time := rtcFields(seconds)
	rtc.SETUP_0.Set(date)
	rtc.SETUP_1.Set(time)
	rtc.CTRL.Set(rp.RTC_CTRL_LOAD)
	rtc.CTRL.Set(rp.RTC_CTRL_ENABLE)
	for !rtc.CTRL.HasBits(rp.RTC_CTRL_ACTIVE) {
	}
	// The registers show it some turns of the slow clock later.
	for rtcNow()-seconds > 1 {
	}
}

// rtcNow reads the clock until the time of day has not changed meanwhile.
func rtcNow() uint32 {
	for {
		time, date := rp.RTC.RTC_0.Get(), rp.RTC.RTC_1.Get()
		if rp.RTC.RTC_0.Get() != time {
			continue
		}
		t := RTCTime{
			Year: int16(date >> 12 & 0xfff), Month: int8(date >> 8 & 15), Day: int8(date & 31),
			Hour: int8(time >> 16 & 31), Min: int8(time >> 8 & 63), Sec: int8(time & 63),
		}
		return uint32(t.Unix())
	}
}

// rtcAlarm has the clock ring when all fields but the day of the week are those.
func rtcAlarm(at uint32) {
	rtcAlarmOff()
	date, time := rtcFields(at)
	rtc := rp.RTC
	rtc.IRQ_SETUP_0.Set(date | rp.RTC_IRQ_SETUP_0_YEAR_ENA | rp.RTC_IRQ_SETUP_0_MONTH_ENA |
		rp.RTC_IRQ_SETUP_0_DAY_ENA)
	const dayOfWeek = 7 << 24
	rtc.IRQ_SETUP_1.Set(time&^dayOfWeek | rp.RTC_IRQ_SETUP_1_HOUR_ENA | rp.RTC_IRQ_SETUP_1_MIN_ENA |
		rp.RTC_IRQ_SETUP_1_SEC_ENA)
	rtc.INTE.Set(1)
	interrupt.New(rp.IRQ_RTC, func(interrupt.Interrupt) { _RTC.ring() }).Enable()
	rtc.IRQ_SETUP_0.SetBits(rp.RTC_IRQ_SETUP_0_MATCH_ENA)
	for !rtc.IRQ_SETUP_0.HasBits(rp.RTC_IRQ_SETUP_0_MATCH_ACTIVE) {
	}
}

// rtcAlarmOff takes the alarm back, which ends its interrupt.
func rtcAlarmOff() {
	rp.RTC.IRQ_SETUP_0.ClearBits(rp.RTC_IRQ_SETUP_0_MATCH_ENA)
	for rp.RTC.IRQ_SETUP_0.HasBits(rp.RTC_IRQ_SETUP_0_MATCH_ACTIVE) {
	}
}
