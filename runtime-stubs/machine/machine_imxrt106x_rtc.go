//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
)

// The chip has no calendar: two counters of 47 bits count 32,768 Hz (IMXRT1060RM, "Secure Non-Volatile
// Storage"). That of the low-power part goes on through resets, and with a battery without the supply;
// it holds the number of seconds and 15 bits behind. The other one, a copy of it, rings.
const rtcSecond = 15

// rtcStart starts the clock in 1970 if it does not go.
func rtcStart() {
	const on = 3
	nxp.CCM.CCGR[5].SetBits(on<<28 | on<<30)
	if !nxp.SNVS.LPCR.HasBits(nxp.SNVS_LPCR_SRTC_ENV) {
		rtcSet(0)
	}
	if !nxp.SNVS.HPCR.HasBits(nxp.SNVS_HPCR_RTC_EN) {
		rtcCopy()
	}
}

// rtcSet writes the counter, which must stand still.
func rtcSet(seconds uint32) {
	nxp.SNVS.LPCR.ClearBits(nxp.SNVS_LPCR_SRTC_ENV)
	for nxp.SNVS.LPCR.HasBits(nxp.SNVS_LPCR_SRTC_ENV) {
	}
	nxp.SNVS.LPSRTCMR.Set(seconds >> (32 - rtcSecond))
	nxp.SNVS.LPSRTCLR.Set(seconds << rtcSecond)
	nxp.SNVS.LPCR.SetBits(nxp.SNVS_LPCR_SRTC_ENV)
	for !nxp.SNVS.LPCR.HasBits(nxp.SNVS_LPCR_SRTC_ENV) {
	}
	rtcCopy()
}

// rtcCopy has the second counter begin with what the first one shows.
func rtcCopy() {
	hpcr := &nxp.SNVS.HPCR
	hpcr.ClearBits(nxp.SNVS_HPCR_RTC_EN)
	for hpcr.HasBits(nxp.SNVS_HPCR_RTC_EN) {
	}
	hpcr.SetBits(nxp.SNVS_HPCR_HP_TS)
	hpcr.SetBits(nxp.SNVS_HPCR_RTC_EN)
	for !hpcr.HasBits(nxp.SNVS_HPCR_RTC_EN) {
	}
}

// rtcNow reads the counter until it has not changed meanwhile.
func rtcNow() uint32 {
	for {
		high, low := nxp.SNVS.LPSRTCMR.Get(), nxp.SNVS.LPSRTCLR.Get()
		if nxp.SNVS.LPSRTCMR.Get() == high && nxp.SNVS.LPSRTCLR.Get() == low {
			return high<<(32-rtcSecond) | low>>rtcSecond
		}
	}
}

// rtcAlarm has the second counter ring, a turn later, when the first one has begun the second, too.
func rtcAlarm(at uint32) {
	rtcAlarmOff()
	nxp.SNVS.HPTAMR.Set(at >> (32 - rtcSecond))
	nxp.SNVS.HPTALR.Set(at<<rtcSecond | 8)
	nxp.SNVS.HPCR.SetBits(nxp.SNVS_HPCR_HPTA_EN)
	interrupt.New(nxp.IRQ_SNVS_HP, func(interrupt.Interrupt) { _RTC.ring() }).Enable()
}

// rtcAlarmOff takes the alarm back, which ends its interrupt.
func rtcAlarmOff() {
	hpcr := &nxp.SNVS.HPCR
	hpcr.ClearBits(nxp.SNVS_HPCR_HPTA_EN)
	for hpcr.HasBits(nxp.SNVS_HPCR_HPTA_EN) {
	}
	nxp.SNVS.HPSR.Set(nxp.SNVS_HPSR_HPTA)
}
