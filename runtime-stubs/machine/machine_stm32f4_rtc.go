//go:build stm32f4

package machine

import (
	"device/stm32"
	"runtime/interrupt"
)

// The clock of the STM32F4 (RM0090, chapter 26) is part of the backup domain: no reset stops it, and
// with a battery at VBAT and a crystal of 32,768 Hz it goes on without the supply. Its fields are in
// decimal digits.

// rtcStart starts the clock in the year 2000 if it does not go.
func rtcStart() {
	rcc := stm32.RCC
	rcc.APB1ENR.SetBits(stm32.RCC_APB1ENR_PWREN)
	stm32.PWR.CR.SetBits(stm32.PWR_CR_DBP)
	if rcc.BDCR.HasBits(stm32.RCC_BDCR_RTCEN) {
		if rcc.BDCR.Get()&stm32.RCC_BDCR_RTCSEL_Msk == stm32.RCC_BDCR_RTCSEL_LSI {
			// A reset has stopped the oscillator.
			startLSI()
		}
		return
	}
	// 128 * 256 is the crystal's frequency, 128 * 250 the oscillator's.
	source, second := uint32(stm32.RCC_BDCR_RTCSEL_LSE), uint32(256)
	if !startLSE() {
		source, second = stm32.RCC_BDCR_RTCSEL_LSI, 250
		startLSI()
	}
	if selected := rcc.BDCR.Get() & stm32.RCC_BDCR_RTCSEL_Msk; selected != 0 && selected != source {
		// The source can be chosen once; LSE stops with this, too.
		rcc.BDCR.SetBits(stm32.RCC_BDCR_BDRST)
		rcc.BDCR.ClearBits(stm32.RCC_BDCR_BDRST)
		if source == stm32.RCC_BDCR_RTCSEL_LSE {
			startLSE()
		}
	}
	rcc.BDCR.SetBits(source)
	rcc.BDCR.SetBits(stm32.RCC_BDCR_RTCEN)
	rtcOpen()
	// The two parts of the register must be written one after the other.
	stm32.RTC.PRER.Set(second - 1)
	stm32.RTC.PRER.Set(127<<stm32.RTC_PRER_PREDIV_A_Pos | second - 1)
	// The date 0 of the reset is none.
	stm32.RTC.TR.Set(0)
	const saturdayFirstOfJanuary = 6<<13 | 1<<8 | 1
	stm32.RTC.DR.Set(saturdayFirstOfJanuary)
	// Reading shows the counters, not copies that must first be waited for after a reset.
	stm32.RTC.CR.SetBits(stm32.RTC_CR_BYPSHAD)
	rtcClose()
}

// startLSE starts the crystal and tells whether there is one: it takes up to two seconds (data sheet,
// "LSE oscillator characteristics").
func startLSE() bool {
	bdcr := &stm32.RCC.BDCR
	bdcr.SetBits(stm32.RCC_BDCR_LSEON)
	// A turn takes eight cycles or more.
	for n := CPUFrequency() / 8 * 2; n > 0; n-- {
		if bdcr.HasBits(stm32.RCC_BDCR_LSERDY) {
			return true
		}
	}
	bdcr.ClearBits(stm32.RCC_BDCR_LSEON)
	return false
}

// startLSI starts the oscillator, which is exact to a third only.
func startLSI() {
	stm32.RCC.CSR.SetBits(stm32.RCC_CSR_LSION)
	for !stm32.RCC.CSR.HasBits(stm32.RCC_CSR_LSIRDY) {
	}
}

// rtcUnlock opens the registers for writing, any other value shuts them.
func rtcUnlock() {
	stm32.RTC.WPR.Set(0xca)
	stm32.RTC.WPR.Set(0x53)
}

func rtcLock() {
	stm32.RTC.WPR.Set(0xff)
}

// rtcOpen stops the clock to set it. A 1 that is written leaves the other flags as they are.
func rtcOpen() {
	rtcUnlock()
	stm32.RTC.ISR.Set(^uint32(0))
	for !stm32.RTC.ISR.HasBits(stm32.RTC_ISR_INITF) {
	}
}

func rtcClose() {
	stm32.RTC.ISR.Set(^uint32(stm32.RTC_ISR_INIT))
	rtcLock()
}

// digits is a number up to 99 as two decimal digits.
func digits(n int8) uint32 {
	return uint32(n)/10<<4 | uint32(n)%10
}

// number is what the two digits mean; of the first one, the bits of mask belong to it.
func number(digits, mask uint32) int8 {
	return int8(digits>>4&mask*10 + digits&15)
}

func rtcTimeOfDay(t RTCTime) uint32 {
	return digits(t.Hour)<<16 | digits(t.Min)<<8 | digits(t.Sec)
}

func rtcSet(seconds uint32) {
	t := rtcTime(seconds)
	// Monday is 1, Sunday 7.
	weekday := uint32(t.Dotw)
	if weekday == 0 {
		weekday = 7
	}
	rtcOpen()
	stm32.RTC.TR.Set(rtcTimeOfDay(t))
	stm32.RTC.DR.Set(digits(int8(t.Year-2000))<<16 | weekday<<13 | digits(t.Month)<<8 | digits(t.Day))
	rtcClose()
}

// rtcNow reads the clock. Nothing keeps it from going on meanwhile.
func rtcNow() uint32 {
	for {
		time, date := stm32.RTC.TR.Get(), stm32.RTC.DR.Get()
		if stm32.RTC.TR.Get() != time || stm32.RTC.DR.Get() != date {
			continue
		}
		t := RTCTime{
			Year: 2000 + int16(number(date>>16, 15)), Month: number(date>>8, 1), Day: number(date, 3),
			Hour: number(time>>16, 3), Min: number(time>>8, 7), Sec: number(time, 7),
		}
		return uint32(t.Unix())
	}
}

// rtcAlarm has alarm A ring at that day of a month, which may come earlier. It reaches the processor
// through line 17 of the interrupt controller (section 12.2.5).
func rtcAlarm(at uint32) {
	rtcAlarmOff()
	rtcUnlock()
	t := rtcTime(at)
	stm32.RTC.ALRMAR.Set(digits(t.Day)<<24 | rtcTimeOfDay(t))
	stm32.RTC.CR.SetBits(stm32.RTC_CR_ALRAE | stm32.RTC_CR_ALRAIE)
	rtcLock()
	stm32.EXTI.RTSR.SetBits(stm32.EXTI_LINE_RTC_ALARM)
	stm32.EXTI.IMR.SetBits(stm32.EXTI_LINE_RTC_ALARM)
	interrupt.New(stm32.IRQ_RTC_Alarm, func(interrupt.Interrupt) { _RTC.ring() }).Enable()
}

// rtcAlarmOff takes the alarm back, which ends its interrupt.
func rtcAlarmOff() {
	rtcUnlock()
	stm32.RTC.CR.ClearBits(stm32.RTC_CR_ALRAE | stm32.RTC_CR_ALRAIE)
	// The alarm's time can be written when this has been seen, two turns of 32 kHz later.
	for !stm32.RTC.ISR.HasBits(stm32.RTC_ISR_ALRAWF) {
	}
	rtcLock()
	stm32.RTC.ISR.Set(^uint32(stm32.RTC_ISR_ALRAF | stm32.RTC_ISR_INIT))
	stm32.EXTI.PR.Set(stm32.EXTI_LINE_RTC_ALARM)
}
