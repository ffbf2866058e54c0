//go:build stm32f4 || esp32s3

package machine

import "device/dwc2"

// The USB controller DWC2 of Synopsys as a device of full speed, without its DMA: RM0090, section 34.17
// "OTG_FS programming model". The chip's file has
//
//	usbOTG          the controller
//	usbPower        gives it its clocks and pins, and resets it
//	usbTransceiver  turns the transceiver on and says how the bus's voltage is seen
//	usbInterrupt    turns its interrupt on

// usbOwnAddress says that the controller answers SET_ADDRESS itself.
const usbOwnAddress = false

// The words of the controller's memory. What is received waits in one FIFO, whatever its endpoint, which
// needs 10 words for SETUP packets, 1 for each of two marks of an endpoint, and two packets of 64 bytes
// with a mark; an endpoint to the host has a packet, and no FIFO less than 16 words (section 34.13).
const (
	usbReceiveDepth = 64
	usbSendDepth    = 16
	usbEndpoints    = 4
)

// usbGot is what was taken out of the receiver's FIFO.
var usbGot struct {
	setup         [8]byte
	control, data [usbPacketSize]byte
	// How many bytes of them count.
	controlLength, dataLength int
	// A bit for each endpoint whose transfer has ended.
	done uint32
}

func usbStart() {
	o := usbOTG
	usbPower()
	o.GUSBCFG.Set(dwc2.GUSBCFG_PHYSEL)
	idle := func() bool { return o.GRSTCTL.HasBits(dwc2.GRSTCTL_AHBIDL) }
	usbSoon(idle)
	o.GRSTCTL.SetBits(dwc2.GRSTCTL_CSRST)
	usbSoon(func() bool { return !o.GRSTCTL.HasBits(dwc2.GRSTCTL_CSRST) })
	usbSoon(idle)
	usbTransceiver()
	// Six cycles to turn around are for a bus of more than 32 MHz (GUSBCFG's table).
	const turnaround = 6 << dwc2.GUSBCFG_TRDT_Pos
	o.GUSBCFG.Set(dwc2.GUSBCFG_PHYSEL | dwc2.GUSBCFG_FDMOD | turnaround)
	// It takes up to 25 ms until it is a device.
	for n := 0; n < 50 && o.GINTSTS.HasBits(dwc2.GINT_CMOD); n++ {
		usbPause(1)
	}
	o.PCGCCTL.Set(0)
	o.DCTL.SetBits(dwc2.DCTL_SDIS)
	o.DCFG.Set(dwc2.DCFG_DSPD_FULL)
	usbDivide()
	o.GINTSTS.Set(0xffffffff)
	o.GOTGINT.Set(0xffffffff)
	o.GINTMSK.Set(dwc2.GINT_OTGINT | dwc2.GINT_RXFLVL | dwc2.GINT_USBSUSP | dwc2.GINT_USBRST |
		dwc2.GINT_ENUMDNE | dwc2.GINT_IEPINT | dwc2.GINT_OEPINT | dwc2.GINT_WKUPINT)
	usbInterrupt()
	o.GAHBCFG.Set(dwc2.GAHBCFG_GINT)
	o.DCTL.ClearBits(dwc2.DCTL_SDIS)
}

// usbDivide gives each endpoint its part of the controller's memory, and empties them.
func usbDivide() {
	o := usbOTG
	o.GRXFSIZ.Set(usbReceiveDepth)
	o.DIEPTXF0.Set(usbSendDepth<<dwc2.DEPTH_Pos | usbReceiveDepth)
	for n := uint32(1); n < usbEndpoints; n++ {
		o.DIEPTXF[n-1].Set(usbSendDepth<<dwc2.DEPTH_Pos | (usbReceiveDepth + n*usbSendDepth))
	}
	usbEmpty(dwc2.GRSTCTL_TXFNUM_ALL)
	o.GRSTCTL.Set(dwc2.GRSTCTL_RXFFLSH)
	usbSoon(func() bool { return !o.GRSTCTL.HasBits(dwc2.GRSTCTL_RXFFLSH) })
}

// usbEmpty throws away what an endpoint, or all, would send.
func usbEmpty(fifo uint32) {
	usbOTG.GRSTCTL.Set(fifo<<dwc2.GRSTCTL_TXFNUM_Pos | dwc2.GRSTCTL_TXFFLSH)
	usbSoon(func() bool { return !usbOTG.GRSTCTL.HasBits(dwc2.GRSTCTL_TXFFLSH) })
}

func usbPoll() {
	o := usbOTG
	what := o.GINTSTS.Get() & o.GINTMSK.Get()
	if what&dwc2.GINT_OTGINT != 0 {
		events := o.GOTGINT.Get()
		o.GOTGINT.Set(events)
		if events&dwc2.GOTGINT_SEDET != 0 {
			// The cable is out.
			usbReset()
		}
	}
	if what&dwc2.GINT_USBRST != 0 {
		o.GINTSTS.Set(dwc2.GINT_USBRST)
		usbBusReset()
	}
	if what&dwc2.GINT_ENUMDNE != 0 {
		o.GINTSTS.Set(dwc2.GINT_ENUMDNE)
		o.DCTL.SetBits(dwc2.DCTL_CGINAK | dwc2.DCTL_CGONAK)
	}
	if what&(dwc2.GINT_USBSUSP|dwc2.GINT_WKUPINT) != 0 {
		o.GINTSTS.Set(dwc2.GINT_USBSUSP | dwc2.GINT_WKUPINT)
		usbSuspend(o.DSTS.HasBits(dwc2.DSTS_SUSPSTS))
	}
	for o.GINTSTS.HasBits(dwc2.GINT_RXFLVL) {
		usbReceive()
	}
	usbSentPackets()
	usbReceivedPackets()
}

// usbBusReset makes the device new: the host gives it an address and asks it again.
func usbBusReset() {
	o := usbOTG
	for n := 0; n < usbEndpoints; n++ {
		o.OUT[n].DOEPCTL.Set(dwc2.EPCTL_SNAK)
		o.OUT[n].DOEPINT.Set(dwc2.DEPINT_ALL)
		o.IN[n].DIEPINT.Set(dwc2.DEPINT_ALL)
	}
	usbGot.done = 0
	usbEmpty(dwc2.GRSTCTL_TXFNUM_ALL)
	o.DAINTMSK.Set(1 | 1<<dwc2.DAINT_OUT_Pos)
	o.DIEPMSK.Set(dwc2.DIEPINT_XFRC)
	o.DOEPMSK.Set(dwc2.DOEPINT_XFRC | dwc2.DOEPINT_STUP)
	o.DCFG.ReplaceBits(0, dwc2.DCFG_DAD_Msk, dwc2.DCFG_DAD_Pos)
	o.OUT[0].DOEPTSIZ.Set(dwc2.TSIZ_STUPCNT)
	usbReset()
}

// usbReceive takes one entry out of the receiver's FIFO.
func usbReceive() {
	what := usbOTG.GRXSTSP.Get()
	n := what & dwc2.GRXSTS_EPNUM
	length := int(what >> dwc2.GRXSTS_BCNT_Pos & dwc2.GRXSTS_BCNT_Msk)
	switch what >> dwc2.GRXSTS_PKTSTS_Pos & dwc2.GRXSTS_PKTSTS_Msk {
	case dwc2.PKTSTS_SETUP:
		usbUnload(usbGot.setup[:], length)
	case dwc2.PKTSTS_OUT:
		switch n {
		case 0:
			usbGot.controlLength = usbUnload(usbGot.control[:], length)
		case usbDataOut:
			usbGot.dataLength = usbUnload(usbGot.data[:], length)
		default:
			usbUnload(nil, length)
		}
	case dwc2.PKTSTS_OUT_DONE:
		usbGot.done |= 1 << n
	}
}

// usbUnload takes bytes out of the receiver's FIFO, as many as there is room for.
func usbUnload(to []byte, length int) int {
	word := uint32(0)
	for i := 0; i < length; i++ {
		if i%4 == 0 {
			word = usbOTG.FIFO[0].DATA.Get()
		}
		if i < len(to) {
			to[i] = byte(word)
		}
		word >>= 8
	}
	if length > len(to) {
		length = len(to)
	}
	return length
}

// usbSentPackets looks after packets that the host has taken.
func usbSentPackets() {
	for n := uint8(0); n < usbEndpoints; n++ {
		events := &usbOTG.IN[n].DIEPINT
		if !events.HasBits(dwc2.DIEPINT_XFRC) {
			continue
		}
		events.Set(dwc2.DIEPINT_XFRC)
		switch n {
		case 0:
			usbControlSent()
		case usbDataIn &^ usbToHost:
			usbSent()
		case usbReports &^ usbToHost:
			if usbHIDOn {
				usbReportSent()
			}
		}
	}
}

// usbReceivedPackets looks after packets from the host. A version of the controller says that a transfer
// has ended when a SETUP packet has come, too; the FIFO tells the truth.
func usbReceivedPackets() {
	control, data := &usbOTG.OUT[0].DOEPINT, &usbOTG.OUT[usbDataOut].DOEPINT
	events := control.Get()
	control.Set(events)
	if events&dwc2.DOEPINT_XFRC != 0 && usbGot.done&1 != 0 {
		usbGot.done &^= 1
		usbControlReceived(usbGot.control[:usbGot.controlLength])
	}
	if events&dwc2.DOEPINT_STUP != 0 {
		usbGot.done &^= 1
		usbDrop(0)
		usbOTG.OUT[0].DOEPTSIZ.Set(dwc2.TSIZ_STUPCNT)
		usbSetup(&usbGot.setup)
	}
	events = data.Get()
	data.Set(events)
	if events&dwc2.DOEPINT_XFRC != 0 && usbGot.done&(1<<usbDataOut) != 0 {
		usbGot.done &^= 1 << usbDataOut
		usbArrived()
	}
}

// usbKind is what the control register of an endpoint says as long as it is in use: its size, its type
// and its FIFO.
func usbKind(endpoint uint8) uint32 {
	const interrupt, bulk = 3 << dwc2.EPCTL_EPTYP_Pos, 2 << dwc2.EPCTL_EPTYP_Pos
	switch endpoint {
	case usbNotify:
		return 16 | interrupt | dwc2.EPCTL_USBAEP | uint32(usbNotify&^usbToHost)<<dwc2.EPCTL_TXFNUM_Pos
	case usbDataIn:
		return usbPacketSize | bulk | dwc2.EPCTL_USBAEP | uint32(usbDataIn&^usbToHost)<<dwc2.EPCTL_TXFNUM_Pos
	case usbDataOut:
		return usbPacketSize | bulk | dwc2.EPCTL_USBAEP
	case usbReports:
		return usbReportSize | interrupt | dwc2.EPCTL_USBAEP | uint32(usbReports&^usbToHost)<<dwc2.EPCTL_TXFNUM_Pos
	}
	return 0 // of endpoint 0: 64 bytes
}

// usbDrop takes back the packet that an endpoint has for the host (section 34.17.6, "Disabling an IN
// endpoint").
func usbDrop(n uint8) {
	in := &usbOTG.IN[n]
	if in.DIEPCTL.HasBits(dwc2.EPCTL_EPENA) {
		kind := usbKind(n | usbToHost)
		in.DIEPCTL.Set(kind | dwc2.EPCTL_SNAK)
		usbSoon(func() bool { return in.DIEPINT.HasBits(dwc2.DIEPINT_INEPNE) })
		in.DIEPCTL.Set(kind | dwc2.EPCTL_SNAK | dwc2.EPCTL_EPDIS)
		usbSoon(func() bool { return in.DIEPINT.HasBits(dwc2.DIEPINT_EPDISD) })
	}
	in.DIEPINT.Set(dwc2.DEPINT_ALL)
	usbEmpty(uint32(n))
}

// usbPost gives an endpoint a packet for the host.
func usbPost(n uint8, data []byte) {
	in := &usbOTG.IN[n]
	size := 1<<dwc2.TSIZ_PKTCNT_Pos | uint32(len(data))
	if n == usbReports&^usbToHost {
		size |= 1 << dwc2.TSIZ_MCNT_Pos
	}
	in.DIEPTSIZ.Set(size)
	in.DIEPCTL.Set(usbKind(n|usbToHost) | dwc2.EPCTL_CNAK | dwc2.EPCTL_EPENA)
	word := uint32(0)
	for i, c := range data {
		word |= uint32(c) << (i % 4 * 8)
		if i%4 == 3 || i == len(data)-1 {
			usbOTG.FIFO[n].DATA.Set(word)
			word = 0
		}
	}
}

// usbSetAddress has nothing to do: the controller takes the address before the request is confirmed.
func usbSetAddress(address uint8) {}

func usbControlSend(data []byte) {
	usbPost(0, data)
}

func usbControlReceive() {
	usbGot.controlLength = 0
	usbOTG.OUT[0].DOEPTSIZ.Set(dwc2.TSIZ_STUPCNT | 1<<dwc2.TSIZ_PKTCNT_Pos | usbPacketSize)
	usbOTG.OUT[0].DOEPCTL.Set(dwc2.EPCTL_CNAK | dwc2.EPCTL_EPENA)
}

func usbControlStatus(toHost bool) {
	if !toHost {
		usbControlReceive()
		return
	}
	if usb.request.kind == 0 && usb.request.number == usbSetAddressTo {
		// It answers to the old one until then (section 34.17.5).
		usbOTG.DCFG.ReplaceBits(uint32(usb.request.value), dwc2.DCFG_DAD_Msk, dwc2.DCFG_DAD_Pos)
	}
	usbPost(0, nil)
}

// usbControlStall lasts until the next SETUP packet.
func usbControlStall() {
	usbOTG.IN[0].DIEPCTL.Set(dwc2.EPCTL_STALL)
	usbOTG.OUT[0].DOEPCTL.Set(dwc2.EPCTL_STALL)
}

func usbOpen() {
	const notify, in, reports = usbNotify &^ usbToHost, usbDataIn &^ usbToHost, usbReports &^ usbToHost
	usbOTG.DAINTMSK.Set(1 | 1<<notify | 1<<in | 1<<reports | (1|1<<usbDataOut)<<dwc2.DAINT_OUT_Pos)
	if usbHIDOn {
		usbHalt(usbReports, false)
	}
	usbHalt(usbNotify, false)
	usbHalt(usbDataIn, false)
	usbHalt(usbDataOut, false)
}

func usbClose() {
	usbOTG.DAINTMSK.Set(1 | 1<<dwc2.DAINT_OUT_Pos)
	for n := uint8(1); n < usbEndpoints; n++ {
		usbDrop(n)
		usbOTG.IN[n].DIEPCTL.Set(dwc2.EPCTL_SNAK)
		usbOTG.OUT[n].DOEPCTL.Set(dwc2.EPCTL_SNAK)
	}
}

// usbHalt: a bit that stalls goes before one that says that there is no packet, and a packet that the
// host may send can still come afterwards.
func usbHalt(endpoint uint8, halt bool) {
	value := usbKind(endpoint)
	if halt {
		value |= dwc2.EPCTL_STALL
	} else {
		value |= dwc2.EPCTL_SD0PID
	}
	if endpoint != usbDataOut {
		n := endpoint &^ usbToHost
		usbDrop(n)
		usbOTG.IN[n].DIEPCTL.Set(value)
		return
	}
	usbOTG.OUT[usbDataOut].DOEPCTL.Set(value)
	if !halt && _USBCDC.arrived.Get() == 0 {
		usbListen()
	}
}

// usbListen lets the host send the next packet.
func usbListen() {
	out := &usbOTG.OUT[usbDataOut]
	if !out.DOEPCTL.HasBits(dwc2.EPCTL_EPENA) {
		out.DOEPTSIZ.Set(1<<dwc2.TSIZ_PKTCNT_Pos | usbPacketSize)
	}
	out.DOEPCTL.Set(usbKind(usbDataOut) | dwc2.EPCTL_CNAK | dwc2.EPCTL_EPENA)
}

func usbSendTo(endpoint uint8, data []byte) {
	usbPost(endpoint&^usbToHost, data)
}

func usbTake(packet *[usbPacketSize]byte) int {
	n := copy(packet[:], usbGot.data[:usbGot.dataLength])
	usbListen()
	return n
}
