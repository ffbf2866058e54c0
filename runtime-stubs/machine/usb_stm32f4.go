//go:build stm32f4

package machine

import (
	"device/dwc2"
	"device/stm32"
	"runtime/interrupt"
	"unsafe"
)

// usbOTG is OTG_FS: RM0090, section 34. Its clock of 48 MHz is the PLL's output Q, which the runtime has
// set up.
var usbOTG = (*dwc2.OTG_Type)(unsafe.Pointer(uintptr(0x50000000)))

func usbPower() {
	stm32.RCC.AHB2ENR.SetBits(stm32.RCC_AHB2ENR_OTGFSEN)
	stm32.RCC.AHB2RSTR.SetBits(stm32.RCC_AHB2ENR_OTGFSEN)
	stm32.RCC.AHB2RSTR.ClearBits(stm32.RCC_AHB2ENR_OTGFSEN)
	PA11.connect(functionUSB, 0, false)
	PA12.connect(functionUSB, 0, false)
}

// usbTransceiver: PA9 may have the bus's voltage. Where it does not, the device shows itself without
// asking, and PA9 is free.
func usbTransceiver() {
	if usbSensesVoltage {
		usbOTG.GCCFG.Set(dwc2.GCCFG_PWRDWN | dwc2.GCCFG_VBUSBSEN)
	} else {
		usbOTG.GCCFG.Set(dwc2.GCCFG_PWRDWN | dwc2.GCCFG_NOVBUSSENS)
	}
}

func usbInterrupt() {
	interrupt.New(stm32.IRQ_OTG_FS, func(interrupt.Interrupt) { usbPoll() }).Enable()
}
