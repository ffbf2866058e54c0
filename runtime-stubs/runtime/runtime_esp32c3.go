//go:build esp32c3

package runtime

import (
	"device/esp"
	"machine"
)

// initChip takes the processor's clock from the PLL, which the ROM left running, at 160 MHz, which
// makes APB's 80 MHz, and starts timer group 0 as a clock of 1 MHz, APB / 80 (ESP32-C3 Technical
// Reference Manual, chapters 6 and 11). The watchdogs were stopped by embgo_early.
func initChip() {
	esp.SYSTEM.CPU_PER_CONF.ReplaceBits(
		esp.SYSTEM_CPU_PER_CONF_PLL_FREQ_SEL|esp.SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_160M,
		esp.SYSTEM_CPU_PER_CONF_PLL_FREQ_SEL|esp.SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_Msk, 0)
	esp.SYSTEM.SYSCLK_CONF.ReplaceBits(
		esp.SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_PLL, esp.SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_Msk, 0)
	// The console's divider is for the APB clock of before.
	if chipConsole {
		machine.InitSerial()
	}
	esp.TIMG0.T0CONFIG.Set(esp.TIMG_T0CONFIG_EN | esp.TIMG_T0CONFIG_INCREASE |
		esp.TIMG_T0CONFIG_DIVCNT_RST | 80<<esp.TIMG_T0CONFIG_DIVIDER_Pos)
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}

// ticks counts microseconds. The counter is read through a latch, which takes a few cycles of the
// timer's clock and then clears its bit; labwired's model never clears it, so the wait is bounded
// by more cycles than the latch can take. A handler must not latch in between.
func ticks() timeUnit {
	state := irqDisable()
	esp.TIMG0.T0UPDATE.Set(esp.TIMG_T0UPDATE_UPDATE)
	for n := 0; n < 8 && esp.TIMG0.T0UPDATE.HasBits(esp.TIMG_T0UPDATE_UPDATE); n++ {
	}
	now := timeUnit(uint64(esp.TIMG0.T0HI.Get())<<32 | uint64(esp.TIMG0.T0LO.Get()))
	irqRestore(state)
	return now
}

// waitFor lets the processor sleep until the timer meets t, with the interrupt pending and taken
// back before anybody could see it.
func waitFor(t timeUnit) {
	const (
		source = 32 // of the timer, in the interrupt matrix
		number = 31 // of the processor's interrupt, which is the runtime's own
	)
	state := irqDisable()
	esp.TIMG0.T0ALARMLO.Set(uint32(t))
	esp.TIMG0.T0ALARMHI.Set(uint32(t >> 32))
	esp.TIMG0.INT_CLR.Set(1)
	esp.TIMG0.INT_ENA.Set(1)
	esp.TIMG0.T0CONFIG.SetBits(esp.TIMG_T0CONFIG_ALARM_EN)
	esp.INTERRUPT_CORE0.MAP[source].Set(number)
	esp.INTERRUPT_CORE0.CPU_INT_PRI[number].Set(1)
	esp.INTERRUPT_CORE0.CPU_INT_ENABLE.SetBits(1 << number)
	// The timer may have met t before it was told of it.
	if ticks() < t {
		waitForEvent()
	}
	esp.INTERRUPT_CORE0.CPU_INT_ENABLE.ClearBits(1 << number)
	esp.TIMG0.T0CONFIG.ClearBits(esp.TIMG_T0CONFIG_ALARM_EN)
	esp.TIMG0.INT_ENA.Set(0)
	esp.TIMG0.INT_CLR.Set(1)
	irqRestore(state)
}

// randomRegister is SYSCON_RND_DATA.
const randomRegister = 0x600260b0
