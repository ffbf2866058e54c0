//go:build rp2040

package runtime

import (
	"device/arm"
	"device/rp"
	"machine"
)

// initChip starts the crystal (12 MHz) and runs the processor and the peripherals at 125 MHz from
// the system PLL (RP2040 Datasheet, sections 2.15, 2.16, 2.18).
func initChip() {
	const crystalRange, enable, stable = 0xaa0, 0xfab << 12, 1 << 31
	rp.XOSC.STARTUP.Set(47)
	rp.XOSC.CTRL.Set(crystalRange | enable)
	for !rp.XOSC.STATUS.HasBits(stable) {
	}
	// The reference clock from the crystal, and from it the timer's 1 MHz tick (section 4.7.2).
	rp.CLOCKS.CLK_REF_CTRL.Set(2)
	rp.WATCHDOG.TICK.Set(1<<9 | 12)
	rp.CLOCKS.CLK_SYS_CTRL.Set(0)

	const used = rp.RESETS_RESET_IO_BANK0 | rp.RESETS_RESET_PADS_BANK0 |
		rp.RESETS_RESET_TIMER | rp.RESETS_RESET_PLL_SYS
	rp.RESETS.RESET.ClearBits(used)
	for !rp.RESETS.RESET_DONE.HasBits(used) {
	}

	// 12 MHz * 125 = 1500 MHz, divided by 6 and 2.
	rp.PLL_SYS.Start(125, 6, 2)
	rp.CLOCKS.CLK_SYS_CTRL.Set(1)
	for !rp.CLOCKS.CLK_SYS_SELECTED.HasBits(1 << 1) {
	}
	rp.CLOCKS.CLK_PERI_CTRL.Set(1 << 11)

	if chipConsole {
		machine.InitSerial()
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}

// ticks counts microseconds.
func ticks() timeUnit {
	for {
		high := rp.TIMER.TIMERAWH.Get()
		low := rp.TIMER.TIMERAWL.Get()
		if rp.TIMER.TIMERAWH.Get() == high {
			return timeUnit(uint64(high)<<32 | uint64(low))
		}
	}
}

// waitFor lets the processor sleep until alarm 3 rings, with its interrupt pending and taken back
// before anybody could see it (RP2040 Datasheet, section 4.6.3).
func waitFor(t timeUnit) {
	const alarm = 3 // and the number of its interrupt
	state := irqDisable()
	rp.TIMER.INTE.SetBits(1 << alarm)
	rp.TIMER.ALARM[alarm].Set(uint32(t))
	arm.EnableIRQ(alarm)
	// The timer may have met t before it was told of it.
	if ticks() < t {
		waitForEvent()
	}
	arm.DisableIRQ(alarm)
	rp.TIMER.ARMED.Set(1 << alarm)
	rp.TIMER.INTR.Set(1 << alarm)
	rp.TIMER.INTE.ClearBits(1 << alarm)
	arm.NVIC.ICPR[0].Set(1 << alarm)
	irqRestore(state)
}

// alarmRings is there for emulators that take an interrupt though PRIMASK holds it off; alarm 3 is
// the runtime's own in any case.
//
//export embgo_irq_3
func alarmRings() {
	rp.TIMER.INTE.ClearBits(1 << 3)
	rp.TIMER.INTR.Set(1 << 3)
}
