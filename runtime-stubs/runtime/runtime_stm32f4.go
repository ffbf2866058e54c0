//go:build stm32f4

package runtime

import (
	"device/stm32"
	"machine"
)

// initChip runs the processor at 168 MHz from the crystal, APB1 at a quarter and APB2 at half
// of that (RM0090, sections 7.2 and 3.5.1: five wait states for the flash at 3.3 V).
func initChip() {
	stm32.FLASH.ACR.Set(stm32.FLASH_ACR_PRFTEN | stm32.FLASH_ACR_ICEN | stm32.FLASH_ACR_DCEN | 5)
	stm32.RCC.CR.SetBits(stm32.RCC_CR_HSEON)
	for !stm32.RCC.CR.HasBits(stm32.RCC_CR_HSERDY) {
	}
	// 1 MHz * 336 / 2; the USB clock is 1/7 of 336 MHz.
	stm32.RCC.PLLCFGR.Set(crystalMHz | 336<<6 | stm32.RCC_PLLCFGR_PLLSRC | 7<<24)
	stm32.RCC.CR.SetBits(stm32.RCC_CR_PLLON)
	for !stm32.RCC.CR.HasBits(stm32.RCC_CR_PLLRDY) {
	}
	const apb1Quarter, apb2Half = 5 << 10, 4 << 13
	stm32.RCC.CFGR.Set(apb1Quarter | apb2Half | stm32.RCC_CFGR_SW_PLL)
	for stm32.RCC.CFGR.Get()&stm32.RCC_CFGR_SWS_Msk != stm32.RCC_CFGR_SWS_PLL {
	}
	// A timer of APB1 runs at twice its clock.
	initClock(84)
	if chipConsole {
		machine.InitSerial()
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}
