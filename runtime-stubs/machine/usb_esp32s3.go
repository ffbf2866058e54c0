//go:build esp32s3

package machine

import (
	"device/dwc2"
	"device/esp"
	"runtime/interrupt"
	"unsafe"
)

// usbOTG is the chip's second USB controller (ESP32-S3 Technical Reference Manual, chapter 32). It shares
// one transceiver, and so the pins GPIO19 and GPIO20, with the controller Serial/JTAG.
var usbOTG = (*dwc2.OTG_Type)(unsafe.Pointer(uintptr(0x60080000)))

// usbTaken: this controller has the transceiver.
var usbTaken bool

// usbPower gives the transceiver to this controller. Its clock is the PLL's, which the ROM started.
func usbPower() {
	usbTaken = true
	startPeripheral(esp.SYSTEM_PERIP_USB)
	// As a device with the cable in: that is for pins of a transceiver outside to say.
	const one = 0x38 | esp.GPIO_SIG_IN_SEL
	esp.GPIO.FUNC_IN_SEL_CFG[esp.SIGNAL_USB_OTG_IDDIG].Set(one)
	esp.GPIO.FUNC_IN_SEL_CFG[esp.SIGNAL_USB_SRP_BVALID].Set(one)
	esp.GPIO.FUNC_IN_SEL_CFG[esp.SIGNAL_USB_OTG_VBUSVALID].Set(one)
	esp.GPIO.FUNC_IN_SEL_CFG[esp.SIGNAL_USB_OTG_AVALID].Set(one | esp.GPIO_SIG_IN_INV)
	esp.IO_MUX.GPIO[GPIO19].SetBits(esp.IO_MUX_FUN_DRV_3)
	esp.IO_MUX.GPIO[GPIO20].SetBits(esp.IO_MUX_FUN_DRV_3)
	conf := esp.USB_WRAP.OTG_CONF.Get()
	conf &^= esp.USB_WRAP_OTG_CONF_PHY_SEL | esp.USB_WRAP_OTG_CONF_PAD_PULL_OVERRIDE
	esp.USB_WRAP.OTG_CONF.Set(conf | esp.USB_WRAP_OTG_CONF_PAD_ENABLE)
	usbConf := esp.RTC_CNTL.USB_CONF.Get()
	// A reset of the chip is to reach the controller.
	usbConf &^= esp.RTC_CNTL_USB_RESET_DISABLE | esp.RTC_CNTL_IO_MUX_RESET_DISABLE
	esp.RTC_CNTL.USB_CONF.Set(usbConf | esp.RTC_CNTL_SW_HW_USB_PHY_SEL | esp.RTC_CNTL_SW_USB_PHY_SEL)
	// The reset has left it shown to the host; hide it until it is ready, and long enough to be seen.
	usbOTG.DCTL.SetBits(dwc2.DCTL_SDIS)
	usbPause(10)
}

// usbGiveBack gives the transceiver to Serial/JTAG again, which the ROM uses. The bits outlast a reset by
// software.
func usbGiveBack() {
	esp.RTC_CNTL.USB_CONF.ClearBits(esp.RTC_CNTL_SW_HW_USB_PHY_SEL | esp.RTC_CNTL_SW_USB_PHY_SEL)
}

// usbTransceiver has nothing to do: the transceiver is always on.
func usbTransceiver() {}

func usbInterrupt() {
	const source = 38
	interrupt.New(source, func(interrupt.Interrupt) { usbPoll() }).Enable()
}
