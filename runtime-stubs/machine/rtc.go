//go:build rp2040 || stm32f4 || (nrf && !qemu) || esp32c3 || esp32s3 || fe310 || imxrt106x

package machine

import "runtime/interrupt"

// RTCTime is a date and a time of day, in the time zone in which the program keeps its clock.
type RTCTime struct {
	Year  int16
	Month int8
	Day   int8
	// Dotw is the day of the week, 0 is Sunday. SetTime finds it out itself.
	Dotw int8
	Hour int8
	Min  int8
	Sec  int8
}

// Clocks know the years 2001 to 2099: those of one century, without the one in which a clock starts
// that nobody has set.
const (
	rtcFirstYear   = 2001
	rtcLastYear    = 2099
	rtcFirstSecond = 978307200 // 2001-01-01 00:00:00, from 1970 on
	secondsOfDay   = 24 * 60 * 60
)

// The names of the first two are TinyGo's.
var (
	ErrRtcDelayTooSmall error = machineError("machine: RTC: a delay is at least 1 second")
	ErrRtcDelayTooLarge error = machineError("machine: RTC: a delay is at most 68 years")
	ErrRTCNotSet        error = machineError("machine: RTC: the time has not been set")
	errRTCTime          error = machineError("machine: RTC: no such date or time between the years 2001 and 2099")
)

type rtc struct {
	callback func()
	// The second at which the alarm rings, and after how many it does so again.
	rings, every uint32
}

// RTC is the chip's clock with a date, which goes on while the program waits.
var RTC = &_RTC
var _RTC rtc

// SetTime sets the clock; an alarm that was asked for rings as many seconds later as before.
func (r *rtc) SetTime(t RTCTime) error {
	seconds, ok := t.seconds()
	if !ok {
		return errRTCTime
	}
	rtcStart()
	state := interrupt.Disable()
	left := r.rings - rtcNow()
	rtcSet(seconds)
	if r.callback != nil {
		r.rings = seconds + left
		rtcAlarm(r.rings)
	}
	interrupt.Restore(state)
	return nil
}

// Time is what the clock shows; an error if nobody has set it.
func (r *rtc) Time() (RTCTime, error) {
	rtcStart()
	now := rtcNow()
	if now < rtcFirstSecond {
		return RTCTime{}, ErrRTCNotSet
	}
	return rtcTime(now), nil
}

// SetInterrupt has callback called, in the interrupt, when so many seconds are over, and if it is to
// repeat, always again after as many. The clock rings at the beginning of a second: the first time,
// up to one later. A delay of 0 ends it.
func (r *rtc) SetInterrupt(delay uint32, repeat bool, callback func()) error {
	if delay >= 1<<31 {
		return ErrRtcDelayTooLarge
	}
	rtcStart()
	state := interrupt.Disable()
	defer interrupt.Restore(state)
	rtcAlarmOff()
	r.callback, r.every = nil, 0
	if delay == 0 || callback == nil {
		return nil
	}
	r.callback = callback
	if repeat {
		r.every = delay
	}
	// Some of the current second has gone.
	r.rings = rtcNow() + delay + 1
	rtcAlarm(r.rings)
	return nil
}

// ring is called by the chip's alarm, which may also ring too early.
func (r *rtc) ring() {
	now, callback := rtcNow(), r.callback
	switch {
	case callback == nil:
		rtcAlarmOff()
		return
	case int32(now-r.rings) < 0:
		rtcAlarm(r.rings)
		return
	case r.every == 0:
		r.callback = nil
		rtcAlarmOff()
	default:
		r.rings += r.every
		if int32(now-r.rings) >= 0 {
			// Interrupts were held off for too long.
			r.rings = now + r.every
		}
		rtcAlarm(r.rings)
	}
	callback()
}

// Unix is the number of seconds from 1970 on, if the clock's time zone is UTC.
func (t RTCTime) Unix() int64 {
	return int64(t.days())*secondsOfDay + int64(t.Hour)*3600 + int64(t.Min)*60 + int64(t.Sec)
}

// seconds is Unix for what a clock can show.
func (t RTCTime) seconds() (uint32, bool) {
	if t.Year < rtcFirstYear || t.Year > rtcLastYear || t.Month < 1 || t.Month > 12 || t.Day < 1 ||
		uint8(t.Hour) > 23 || uint8(t.Min) > 59 || uint8(t.Sec) > 59 {
		return 0, false
	}
	seconds := uint32(t.Unix())
	return seconds, rtcTime(seconds).Day == t.Day
}

// days is the number of days from 1970 on. The year is counted from March: a leap day is its last.
func (t RTCTime) days() int32 {
	year, month := int32(t.Year), int32(t.Month)-3
	if month < 0 {
		year, month = year-1, month+12
	}
	return year*365 + year/4 - year/100 + year/400 + (month*153+2)/5 + int32(t.Day) - 719469
}

// rtcTime is the time at a second from 1970 on; of the years up to 2099, each fourth has a leap day.
func rtcTime(seconds uint32) RTCTime {
	day, rest := seconds/secondsOfDay, seconds%secondsOfDay
	t := RTCTime{Dotw: int8((day + 4) % 7), Hour: int8(rest / 3600), Min: int8(rest / 60 % 60), Sec: int8(rest % 60)}
	// From the first of March of 1968 on, which began four years of 1461 days.
	day += 671
	four := day / 1461
	day %= 1461
	year := day / 365
	if year == 4 {
		year = 3
	}
	day -= year * 365
	month := (day*5 + 2) / 153
	t.Day = int8(day - (month*153+2)/5 + 1)
	t.Year = int16(1968 + four*4 + year)
	t.Month = int8(month + 3)
	if month >= 10 {
		t.Year++
		t.Month -= 12
	}
	return t
}
