//go:build nrf52833 || nrf52840

package machine

import (
	"device/nrf"
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

// The USB controller: nRF52840 and nRF52833 Product Specifications, chapters USBD, POWER and CLOCK. Which
// of its anomalies a chip has, the chip's own file says.

// usbOwnAddress says that the controller answers SET_ADDRESS itself.
const usbOwnAddress = true

// usbDMA is the packet that the controller fetches or stores; it reaches only the RAM.
//
//go:align 4
var usbDMA [usbPacketSize]byte

func usbStart() {
	interrupt.New(nrf.IRQ_USBD, func(interrupt.Interrupt) { usbPoll() }).Enable()
	nrf.POWER.INTENSET.Set(nrf.POWER_INT_USBDETECTED | nrf.POWER_INT_USBREMOVED | nrf.POWER_INT_USBPWRRDY)
	interrupt.New(nrf.IRQ_POWER_CLOCK, func(interrupt.Interrupt) { usbPower() }).Enable()
	// The boot loader may have left the controller on.
	nrf.USBD.USBPULLUP.Set(0)
	nrf.USBD.ENABLE.Set(0)
	state := interrupt.Disable()
	usbPower()
	interrupt.Restore(state)
}

// usbPower turns the controller on when there is a voltage on the bus, and shows the device to the host
// when the regulator is ready; and off again.
func usbPower() {
	nrf.POWER.EVENTS_USBDETECTED.Set(0)
	nrf.POWER.EVENTS_USBREMOVED.Set(0)
	nrf.POWER.EVENTS_USBPWRRDY.Set(0)
	status := nrf.POWER.USBREGSTATUS.Get()
	on := nrf.USBD.ENABLE.Get() != 0
	if status&nrf.POWER_USBREGSTATUS_VBUS == 0 {
		if on {
			nrf.USBD.USBPULLUP.Set(0)
			usbReset()
			nrf.USBD.ENABLE.Set(0)
		}
		return
	}
	if !on {
		usbEnable()
	}
	if status&nrf.POWER_USBREGSTATUS_OUTPUTRDY != 0 {
		nrf.USBD.USBPULLUP.Set(1)
	}
}

// usbEnabled says that the controller was on since the chip's reset.
var usbEnabled bool

// usbEnable turns the controller on. It needs the crystal, which the runtime has started.
func usbEnable() {
	for n := CPUFrequency() / 1000; n != 0; n-- {
		if nrf.POWER.HFCLKSTAT.Get()&nrf.CLOCK_HFCLKSTAT_CRYSTAL == nrf.CLOCK_HFCLKSTAT_CRYSTAL {
			break
		}
	}
	usbPowerUp()
	if usbAnomaly223 && !usbEnabled {
		nrf.USBD.ENABLE.Set(0)
		usbPowerUp()
	}
	usbEnabled = true
	nrf.USBD.INTENSET.Set(nrf.USBD_INTEN_USBRESET | nrf.USBD_INTEN_EP0DATADONE |
		nrf.USBD_INTEN_USBEVENT | nrf.USBD_INTEN_EP0SETUP | nrf.USBD_INTEN_EPDATA)
}

// usbPowerUp turns the controller on, with undocumented registers written around that, which two
// anomalies want.
func usbPowerUp() {
	const startup, enabling = 0x4006ec14, 0x4006ed14
	if usbAnomaly187 {
		usbTrim(enabling, 3)
	}
	if usbAnomaly171 {
		usbTrim(startup, 0xc0)
	}
	nrf.USBD.ENABLE.Set(1)
	for n := CPUFrequency() / 1000; n != 0; n-- {
		if nrf.USBD.EVENTCAUSE.HasBits(nrf.USBD_EVENTCAUSE_READY) {
			break
		}
	}
	nrf.USBD.EVENTCAUSE.Set(nrf.USBD_EVENTCAUSE_READY)
	nrf.USBD.EVENTS_USBEVENT.Set(0)
	if usbAnomaly171 {
		usbTrim(startup, 0)
	}
	if usbAnomaly187 {
		usbTrim(enabling, 0)
	}
}

// usbTrim writes a register that the anomalies name; a key opens it, unless it is open.
func usbTrim(register uintptr, value uint32) {
	const key = 0x9375
	lock := (*volatile.Register32)(unsafe.Pointer(uintptr(0x4006ec00)))
	closed := lock.Get() == 0
	if closed {
		lock.Set(key)
	}
	(*volatile.Register32)(unsafe.Pointer(register)).Set(value)
	if closed {
		lock.Set(key)
	}
}

func usbPoll() {
	u := nrf.USBD
	if u.EVENTS_USBRESET.Get() != 0 {
		u.EVENTS_USBRESET.Set(0)
		usbReset()
	}
	if u.EVENTS_USBEVENT.Get() != 0 {
		u.EVENTS_USBEVENT.Set(0)
		cause := u.EVENTCAUSE.Get()
		u.EVENTCAUSE.Set(cause)
		if cause&nrf.USBD_EVENTCAUSE_SUSPEND != 0 {
			usbSuspend(true)
		}
		if cause&nrf.USBD_EVENTCAUSE_RESUME != 0 {
			usbSuspend(false)
		}
	}
	if u.EVENTS_EP0DATADONE.Get() != 0 {
		u.EVENTS_EP0DATADONE.Set(0)
		if usb.stage == usbReceiving {
			usbControlReceived(usbDMA[:usbFetch(0)])
		} else {
			usbControlSent()
		}
	}
	if u.EVENTS_EPDATA.Get() != 0 {
		u.EVENTS_EPDATA.Set(0)
		done := u.EPDATASTATUS.Get()
		u.EPDATASTATUS.Set(done)
		if done&nrf.USBD_EPDATASTATUS_EPIN2 != 0 {
			usbSent()
		}
		if usbHIDOn && done&nrf.USBD_EPDATASTATUS_EPIN3 != 0 {
			usbReportSent()
		}
		if done&nrf.USBD_EPDATASTATUS_EPOUT2 != 0 {
			usbArrived()
		}
	}
	if u.EVENTS_EP0SETUP.Get() != 0 {
		u.EVENTS_EP0SETUP.Set(0)
		usbSetup(&[8]byte{
			byte(u.BMREQUESTTYPE.Get()), byte(u.BREQUEST.Get()),
			byte(u.WVALUEL.Get()), byte(u.WVALUEH.Get()),
			byte(u.WINDEXL.Get()), byte(u.WINDEXH.Get()),
			byte(u.WLENGTHL.Get()), byte(u.WLENGTHH.Get()),
		})
	}
}

// usbMove lets the controller fetch or store a packet, and waits for the few microseconds that it takes:
// meanwhile one with anomaly 199 forgets other tasks.
func usbMove(task, end *volatile.Register32) {
	busy := (*volatile.Register32)(unsafe.Pointer(uintptr(0x40027c1c)))
	end.Set(0)
	if usbAnomaly199 {
		busy.Set(0x82)
	}
	task.Set(1)
	for n := CPUFrequency() / 1000; n != 0 && end.Get() == 0; n-- {
	}
	end.Set(0)
	if usbAnomaly199 {
		busy.Set(0)
	}
}

// usbPost gives the controller a packet for the host.
func usbPost(endpoint int, data []byte) {
	u := nrf.USBD
	n := copy(usbDMA[:], data)
	u.EPIN[endpoint].PTR.Set(uint32(uintptr(unsafe.Pointer(&usbDMA))))
	u.EPIN[endpoint].MAXCNT.Set(uint32(n))
	usbMove(&u.TASKS_STARTEPIN[endpoint], &u.EVENTS_ENDEPIN[endpoint])
}

// usbFetch takes a packet from the controller, which can receive another one then.
func usbFetch(endpoint int) int {
	u := nrf.USBD
	n := u.SIZE_EPOUT[endpoint].Get()
	if n > usbPacketSize {
		n = usbPacketSize
	}
	if n == 0 {
		u.SIZE_EPOUT[endpoint].Set(0)
		return 0
	}
	u.EPOUT[endpoint].PTR.Set(uint32(uintptr(unsafe.Pointer(&usbDMA))))
	u.EPOUT[endpoint].MAXCNT.Set(n)
	usbMove(&u.TASKS_STARTEPOUT[endpoint], &u.EVENTS_ENDEPOUT[endpoint])
	return int(n)
}

func usbSetAddress(address uint8) {}

func usbControlSend(data []byte) {
	usbPost(0, data)
}

func usbControlReceive() {
	nrf.USBD.TASKS_EP0RCVOUT.Set(1)
}

func usbControlStatus(toHost bool) {
	nrf.USBD.TASKS_EP0STATUS.Set(1)
}

func usbControlStall() {
	nrf.USBD.TASKS_EP0STALL.Set(1)
}

func usbOpen() {
	in := uint32(1<<0 | 1<<1 | 1<<2)
	if usbHIDOn {
		in |= 1 << 3
	}
	nrf.USBD.EPINEN.Set(in)
	nrf.USBD.EPOUTEN.Set(1<<0 | 1<<2)
	usbHalt(usbNotify, false)
	usbHalt(usbDataIn, false)
	usbHalt(usbDataOut, false)
	if usbHIDOn {
		usbHalt(usbReports, false)
	}
}

func usbClose() {
	nrf.USBD.EPINEN.Set(1)
	nrf.USBD.EPOUTEN.Set(1)
}

func usbHalt(endpoint uint8, halt bool) {
	if halt {
		nrf.USBD.EPSTALL.Set(uint32(endpoint) | nrf.USBD_EPSTALL_STALL)
		return
	}
	nrf.USBD.EPSTALL.Set(uint32(endpoint))
	// The first write chooses the endpoint.
	nrf.USBD.DTOGGLE.Set(uint32(endpoint))
	nrf.USBD.DTOGGLE.Set(uint32(endpoint) | nrf.USBD_DTOGGLE_DATA0)
	if endpoint == usbDataOut && _USBCDC.arrived.Get() == 0 {
		// Any value lets the first packet come.
		nrf.USBD.SIZE_EPOUT[2].Set(0)
	}
}

func usbSendTo(endpoint uint8, data []byte) {
	usbPost(int(endpoint&^usbToHost), data)
}

func usbTake(packet *[usbPacketSize]byte) int {
	n := usbFetch(2)
	copy(packet[:n], usbDMA[:n])
	return n
}
