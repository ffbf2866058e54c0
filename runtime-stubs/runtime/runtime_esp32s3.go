//go:build esp32s3

package runtime

import (
	"device/esp"
	"machine"
)

// initChip takes the processor's clock from the PLL, which the ROM left running, at 240 MHz, and
// starts the system timer (ESP32-S3 Technical Reference Manual, chapters 7 and 11). The watchdogs
// were stopped by embgo_early.
func initChip() {
	esp.SYSTEM.CPU_PER_CONF.ReplaceBits(
		esp.SYSTEM_CPU_PER_CONF_PLL_FREQ_SEL|esp.SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_240M,
		esp.SYSTEM_CPU_PER_CONF_PLL_FREQ_SEL|esp.SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_Msk, 0)
	esp.SYSTEM.SYSCLK_CONF.ReplaceBits(
		esp.SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_PLL, esp.SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_Msk, 0)
	esp.SYSTIMER.CONF.SetBits(esp.SYSTIMER_CONF_CLK_EN | esp.SYSTIMER_CONF_TIMER_UNIT0_WORK)
	// The console's divider is for the APB clock of before.
	if chipConsole {
		machine.InitSerial()
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}

// ticks counts sixteenths of a microsecond. A handler must not latch the counter in between.
func ticks() timeUnit {
	state := irqDisable()
	esp.SYSTIMER.UNIT0_OP.Set(esp.SYSTIMER_UNIT0_OP_UPDATE)
	for !esp.SYSTIMER.UNIT0_OP.HasBits(esp.SYSTIMER_UNIT0_OP_VALUE_VALID) {
	}
	high := esp.SYSTIMER.UNIT0_VALUE_HI.Get()
	low := esp.SYSTIMER.UNIT0_VALUE_LO.Get()
	irqRestore(state)
	return timeUnit(uint64(high)<<32 | uint64(low))
}

func ticksToNanoseconds(t timeUnit) int64 {
	return int64(t)*62 + int64(t)/2
}

func nanosecondsToTicks(ns int64) timeUnit {
	// 2^32 * 16 / 1000, rounded up so that whole microseconds stay whole.
	return timeUnit(scale(ns, 0, 68719477))
}

// waitFor sleeps by the core's own timer, which counts its cycles: 15 in a tick.
func waitFor(t timeUnit) {
	if now := ticks(); t > now {
		left := uint64(t - now)
		if left > 1<<30 {
			left = 1 << 30
		}
		waitCycles(left * 15)
	}
}

// randomRegister is SENS's RNG_DATA (ESP32-S3 Technical Reference Manual, chapter 27).
const randomRegister = 0x6003507c
