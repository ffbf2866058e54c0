//go:build stm32f4

package runtime

import (
	"device/arm"
	"runtime/volatile"
)

// The system timer as a clock of 64 bits: it counts 24 bits down, and an interrupt at each turn
// counts the turns (Armv7-M Architecture Reference Manual, B3.3).

const sysTickPeriod = 1 << 24

var sysTickTurns volatile.Register32

func initSysTick() {
	arm.SYST.SYST_RVR.Set(sysTickPeriod - 1)
	arm.SYST.SYST_CVR.Set(0)
	arm.SYST.SYST_CSR.Set(arm.SYST_CSR_ENABLE | arm.SYST_CSR_TICKINT | arm.SYST_CSR_CLKSOURCE)
}

//export SysTick_Handler
func sysTickHandler() {
	sysTickTurns.Set(sysTickTurns.Get() + 1)
}

func ticks() timeUnit {
	for {
		turns := sysTickTurns.Get()
		passed := sysTickPeriod - 1 - arm.SYST.SYST_CVR.Get()
		if sysTickTurns.Get() == turns {
			return timeUnit(turns)<<24 + timeUnit(passed)
		}
	}
}

func waitFor(t timeUnit) {}
