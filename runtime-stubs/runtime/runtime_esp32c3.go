//go:build esp32c3

package runtime

import (
	"device/esp"
	"machine"
)

// initChip stops the watchdogs that the ROM leaves running and starts timer group 0 as a clock of
// 1 MHz: APB's 80 MHz / 80 (ESP32-C3 Technical Reference Manual, chapters 11 and 12). Console and
// processor clock stay as the ROM set them up.
func initChip() {
	esp.RTC_CNTL.WDTWPROTECT.Set(esp.WDT_UNLOCK)
	esp.RTC_CNTL.WDTCONFIG0.Set(0)
	esp.RTC_CNTL.SWD_WPROTECT.Set(esp.RTC_CNTL_SWD_UNLOCK)
	esp.RTC_CNTL.SWD_CONF.SetBits(esp.RTC_CNTL_SWD_AUTO_FEED_EN)
	esp.TIMG0.WDTWPROTECT.Set(esp.WDT_UNLOCK)
	esp.TIMG0.WDTCONFIG0.Set(0)
	esp.TIMG1.WDTWPROTECT.Set(esp.WDT_UNLOCK)
	esp.TIMG1.WDTCONFIG0.Set(0)

	esp.TIMG0.T0CONFIG.Set(esp.TIMG_T0CONFIG_EN | esp.TIMG_T0CONFIG_INCREASE |
		esp.TIMG_T0CONFIG_DIVCNT_RST | 80<<esp.TIMG_T0CONFIG_DIVIDER_Pos)
}

func putchar(c byte) {
	machine.Serial.WriteByte(c)
}

// ticks counts microseconds. The counter is read through a latch, which takes a few cycles of the
// timer's clock and then clears its bit; labwired's model never clears it, so the wait is bounded
// by more cycles than the latch can take.
func ticks() timeUnit {
	esp.TIMG0.T0UPDATE.Set(esp.TIMG_T0UPDATE_UPDATE)
	for n := 0; n < 8 && esp.TIMG0.T0UPDATE.HasBits(esp.TIMG_T0UPDATE_UPDATE); n++ {
	}
	return timeUnit(uint64(esp.TIMG0.T0HI.Get())<<32 | uint64(esp.TIMG0.T0LO.Get()))
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t) * 1000
}

func nanosecondsToTicks(ns int64) timeUnit {
	// 2^32 / 1000, rounded up so that whole microseconds stay whole.
	return timeUnit(scale(ns, 0, 4294968))
}

func waitFor(t timeUnit) {}

// randomRegister is SYSCON_RND_DATA.
const randomRegister = 0x600260b0
