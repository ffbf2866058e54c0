//go:build stm32f4

package machine

import (
	"device/arm"
	"device/stm32"
	"runtime/interrupt"
	_ "unsafe"
)

//go:linkname leaveFor embgo_leave
func leaveFor(vectors uintptr)

// EnterBootloader starts ST's boot loader, which takes firmware over USB (DFU), serial ports and CAN
// (AN2606). It lies in the system memory (RM0090, section 2.4) and wants to find the chip as it is
// after a reset: the internal oscillator, no peripheral on, no interrupt.
func EnterBootloader() {
	interrupt.Disable()
	arm.SYST.SYST_CSR.Set(0)
	rcc := stm32.RCC
	const hsi, hsiReady = 1 << 0, 1 << 1
	rcc.CR.SetBits(hsi)
	for !rcc.CR.HasBits(hsiReady) {
	}
	rcc.CFGR.Set(0)
	for rcc.CFGR.HasBits(stm32.RCC_CFGR_SWS_Msk) {
	}
	rcc.CR.ClearBits(stm32.RCC_CR_PLLON | stm32.RCC_CR_HSEON)
	const all = 0xffffffff
	rcc.AHB1RSTR.Set(all)
	rcc.AHB2RSTR.Set(all)
	rcc.APB1RSTR.Set(all)
	rcc.APB2RSTR.Set(all)
	rcc.AHB1RSTR.Set(0)
	rcc.AHB2RSTR.Set(0)
	rcc.APB1RSTR.Set(0)
	rcc.APB2RSTR.Set(0)
	for i := range arm.NVIC.ICER {
		arm.NVIC.ICER[i].Set(all)
		arm.NVIC.ICPR[i].Set(all)
	}
	// System memory at address 0, where the processor looks for vectors after a reset.
	rcc.APB2ENR.SetBits(stm32.RCC_APB2ENR_SYSCFGEN)
	stm32.SYSCFG.MEMRMP.Set(1)
	arm.SCB.VTOR.Set(0)
	leaveFor(0x1fff0000)
}
