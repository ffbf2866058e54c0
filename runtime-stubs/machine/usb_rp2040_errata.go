//go:build rp2040

package machine

import (
	"device/rp"
	"runtime/interrupt"
)

// What is wrong with the USB controller (RP2040 Datasheet, appendix B).

// RP2040-E15, "USB Device controller will hang if certain bus errors occur during an IN transfer": a packet
// of a bulk endpoint is not to be sent in the last fifth of a frame. It is given to the controller before
// that, or held until the next frame begins. The beginnings are watched, by an interrupt each, while there
// are packets.
var (
	usbHeld       uint32 // what the buffer's register is set to when the next frame begins
	usbFrameBegan uint32 // in microseconds
	usbFrameIdle  uint8  // frames since the last packet
)

const (
	usbFrameTime = 1000 // microseconds
	// Before the last fifth, as the interrupt of a frame's begin may have come late.
	usbFrameLate = 700
	// So many frames without packets are watched.
	usbFramesIdle = 8
)

// usbFrame is called when a frame begins. Reading its number ends the interrupt.
func usbFrame() {
	rp.USB.SOF_RD.Get()
	usbFrameBegan = rp.TIMER.TIMERAWL.Get()
	if usbHeld != 0 {
		usbGive(&rp.USB_RAM.BUFFER[2][usbToHostSide], usbHeld)
		usbHeld, usbFrameIdle = 0, 0
		return
	}
	usbFrameIdle++
	if usbFrameIdle >= usbFramesIdle {
		rp.USB.INTE.ClearBits(rp.USB_INT_DEV_SOF)
	}
}

// usbGiveInTime gives the packet for the host to the controller, now or when the next frame begins.
func usbGiveInTime(value uint32) {
	usbFrameIdle = 0
	if rp.USB.INTE.HasBits(rp.USB_INT_DEV_SOF) {
		// Nobody may have seen the last beginnings, if interrupts were off.
		if (rp.TIMER.TIMERAWL.Get()-usbFrameBegan)%usbFrameTime < usbFrameLate {
			usbGive(&rp.USB_RAM.BUFFER[2][usbToHostSide], value)
			return
		}
		usbHeld = value
		return
	}
	usbHeld = value
	// The beginnings of before do not count.
	rp.USB.SOF_RD.Get()
	rp.USB.INTE.SetBits(rp.USB_INT_DEV_SOF)
}

// RP2040-E5, "USB device fails to exit RESET state on busy USB bus", of the revisions B0 and B1: after a
// reset the controller waits for 800 microseconds without packets, not even others', before it is connected.
// The bus's idle state is shown to it for a millisecond instead of the bus: by pin 15, whose input can be
// led to the controller and made high. Alarm 2 of the timer goes from step to step.
var usbConnecting struct {
	stage, tries           uint8
	control, pad           uint32
	shownControl, shownPad uint32
}

const (
	usbConnected = iota
	usbResetGoesOn
	usbIdleShown

	usbAlarm = 2 // and the number of its interrupt
	usbPin   = 15
)

// usbConnect is called at the begin of a reset on the bus.
func usbConnect() {
	const revisionB1 = 1
	if rp.SYSINFO_CHIP_ID.Get()>>28 > revisionB1 || usbConnecting.stage == usbIdleShown {
		return
	}
	usbConnecting.stage = usbResetGoesOn
	interrupt.New(usbAlarm, func(interrupt.Interrupt) { usbConnectNext() }).Enable()
	rp.TIMER.INTE.SetBits(1 << usbAlarm)
	usbRing(usbFrameTime)
}

func usbRing(after uint32) {
	rp.TIMER.ALARM[usbAlarm].Set(rp.TIMER.TIMERAWL.Get() + after)
}

func usbConnectNext() {
	rp.TIMER.INTR.Set(1 << usbAlarm)
	switch usbConnecting.stage {
	case usbResetGoesOn:
		if rp.USB.SIE_STATUS.Get()&rp.USB_SIE_STATUS_LINE_STATE == 0 {
			usbRing(usbFrameTime)
			return
		}
		usbShowIdle()
		usbConnecting.stage, usbConnecting.tries = usbIdleShown, 100
		usbRing(usbFrameTime)
	case usbIdleShown:
		usbConnecting.tries--
		if !rp.USB.SIE_STATUS.HasBits(rp.USB_SIE_STATUS_CONNECTED) && usbConnecting.tries != 0 {
			usbRing(usbFrameTime / 10)
			return
		}
		usbShowBus()
		usbConnecting.stage = usbConnected
		rp.TIMER.INTE.ClearBits(1 << usbAlarm)
	}
}

// usbShowIdle leads pin 15 and 16 to the controller in place of the bus. Pin 15 is high for it; pin 16, which
// has another function, low. The pull-up resistor, by which the host knows the device, stays.
func usbShowIdle() {
	c := &usbConnecting
	pin, pad := &rp.IO_BANK0.GPIO[usbPin].CTRL, &rp.PADS_BANK0.GPIO[usbPin]
	c.control, c.pad = pin.Get(), pad.Get()
	// Both resistors keep the pin's level; nothing drives it.
	c.shownPad = c.pad | rp.PADS_BANK0_PUE | rp.PADS_BANK0_PDE
	pad.Set(c.shownPad)
	const overrides = rp.IO_BANK0_OEOVER_Msk | rp.IO_BANK0_INOVER_Msk
	c.shownControl = c.control&^(overrides|rp.IO_BANK0_FUNCSEL_Msk) | rp.IO_BANK0_OEOVER_OFF |
		rp.IO_BANK0_INOVER_HIGH | rp.IO_BANK0_FUNCSEL_USB
	pin.Set(c.shownControl)
	rp.USB.USBPHY_DIRECT.SetBits(rp.USB_USBPHY_DIRECT_DP_PULLUP_EN)
	rp.USB.USBPHY_DIRECT_OVERRIDE.SetBits(rp.USB_USBPHY_DIRECT_OVERRIDE_DP_PULLUP_EN)
	rp.USB.USB_MUXING.Set(rp.USB_MUXING_TO_DIGITAL_PAD | rp.USB_MUXING_SOFTCON)
}

// usbShowBus takes that back, but for what the program has changed of the pin meanwhile.
func usbShowBus() {
	c := &usbConnecting
	rp.USB.USB_MUXING.Set(rp.USB_MUXING_TO_PHY | rp.USB_MUXING_SOFTCON)
	rp.USB.USBPHY_DIRECT_OVERRIDE.ClearBits(rp.USB_USBPHY_DIRECT_OVERRIDE_DP_PULLUP_EN)
	pin, pad := &rp.IO_BANK0.GPIO[usbPin].CTRL, &rp.PADS_BANK0.GPIO[usbPin]
	if pin.Get() == c.shownControl {
		pin.Set(c.control)
	}
	if pad.Get() == c.shownPad {
		pad.Set(c.pad)
	}
}
