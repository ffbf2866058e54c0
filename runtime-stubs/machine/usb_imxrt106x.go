//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
	"unsafe"
)

// The USB controller OTG1 as a device of full speed (IMXRT1060RM, "Universal Serial Bus Controller",
// section "Device Operational Model"). It finds what it has to do in memory: for each direction of an
// endpoint the head of a queue, which here has one transfer at most, of one packet.

// usbOwnAddress says that the controller answers SET_ADDRESS itself.
const usbOwnAddress = false

// The directions of endpoints, in the order of the heads in memory; odd ones are to the host.
const (
	usbControlOutSide = 2*0 + 0
	usbControlInSide  = 2*0 + 1
	usbNotifySide     = 2*(usbNotify&15) + 1
	usbDataOutSide    = 2 * usbDataOut
	usbDataInSide     = 2*(usbDataIn&15) + 1
	usbReportsSide    = 2*(usbReports&15) + 1
	usbSides          = 8
)

// usbQueues is what the controller reads and writes. None of it crosses a page of 4 KB.
type usbQueues struct {
	heads     [usbSides]nxp.USB_DQH_Type
	transfers [usbSides]nxp.USB_DTD_Type
	packets   [usbSides][usbPacketSize]byte
}

// usbMemory is a variable in DTCM, which has no cache and which the controller reaches.
//
//go:align 2048
var usbMemory usbQueues

// usbShared is where it is; tests have it elsewhere.
var usbShared = &usbMemory

// usbBit is the direction's in the registers that have a bit for each.
func usbBit(side uint8) uint32 {
	return 1 << (side>>1 + side&1<<4)
}

func usbStart() {
	usbPower()
	u := nxp.USB1
	u.USBCMD.Set(0)
	u.USBCMD.Set(nxp.USB_USBCMD_RST)
	usbSoon(func() bool { return !u.USBCMD.HasBits(nxp.USB_USBCMD_RST) })
	// A host that knew the device from before has to see that it left.
	usbPause(1)
	u.USBMODE.Set(nxp.USB_USBMODE_CM_DEVICE | nxp.USB_USBMODE_SLOM)
	const changes = nxp.USB_PORTSC1_CSC | nxp.USB_PORTSC1_PEC | nxp.USB_PORTSC1_OCC
	u.PORTSC1.Set(u.PORTSC1.Get()&^changes | nxp.USB_PORTSC1_PFSC)
	u.OTGSC.Set(u.OTGSC.Get()&^nxp.USB_OTGSC_EVENTS_Msk | nxp.USB_OTGSC_OT | nxp.USB_OTGSC_BSVIE)
	usbHead(usbControlOutSide, usbPacketSize)
	usbHead(usbControlInSide, usbPacketSize)
	barrier()
	u.ENDPTLISTADDR.Set(uint32(uintptr(unsafe.Pointer(&usbShared.heads))))
	u.USBSTS.Set(0xffffffff)
	u.USBINTR.Set(nxp.USB_EVENT_UI | nxp.USB_EVENT_PCI | nxp.USB_EVENT_URI | nxp.USB_EVENT_SLI)
	interrupt.New(nxp.IRQ_USB_OTG1, func(interrupt.Interrupt) { usbPoll() }).Enable()
	// Interrupts come at once: the threshold (ITC) is 0.
	u.USBCMD.Set(nxp.USB_USBCMD_RS)
}

// usbPower gives the controller and its transceiver their clocks and supply.
func usbPower() {
	nxp.PMU.REG_3P0_SET.Set(nxp.PMU_REG_3P0_ENABLE_LINREG)
	// A detector of chargers disturbs the bus.
	nxp.USB_ANALOG.USB1_CHRG_DETECT_SET.Set(nxp.USB_ANALOG_CHRG_DETECT_EN_B |
		nxp.USB_ANALOG_CHRG_DETECT_CHK_CHRG_B)
	startPLLUSB()
	// The controller reads DTCM while the processor waits for an interrupt, too.
	nxp.IOMUXC_GPR.GPR[1].SetBits(nxp.IOMUXC_GPR1_CM7_FORCE_HCLK_EN)
	const on = 3
	nxp.CCM.CCGR[6].SetBits(on << 0)
	phy := nxp.USBPHY1
	phy.CTRL_SET.Set(nxp.USBPHY_CTRL_SFTRST)
	phy.CTRL_CLR.Set(nxp.USBPHY_CTRL_SFTRST)
	phy.CTRL_CLR.Set(nxp.USBPHY_CTRL_CLKGATE)
	phy.CTRL_SET.Set(nxp.USBPHY_CTRL_ENUTMILEVEL2 | nxp.USBPHY_CTRL_ENUTMILEVEL3)
	phy.PWD.Set(0)
}

// startPLLUSB starts the PLL of 480 MHz, unless it runs: the boot ROM reads the flash with a clock made of
// it, and so it is left alone then.
func startPLLUSB() {
	pll := &nxp.CCM_ANALOG.PLL_USB1
	if !pll.HasBits(nxp.CCM_ANALOG_PLL_USB1_LOCK) || pll.HasBits(nxp.CCM_ANALOG_PLL_USB1_BYPASS) {
		pll.Set(nxp.CCM_ANALOG_PLL_USB1_BYPASS | nxp.CCM_ANALOG_PLL_USB1_ENABLE | nxp.CCM_ANALOG_PLL_USB1_POWER)
		for !pll.HasBits(nxp.CCM_ANALOG_PLL_USB1_LOCK) {
		}
		pll.ClearBits(nxp.CCM_ANALOG_PLL_USB1_BYPASS)
	}
	pll.SetBits(nxp.CCM_ANALOG_PLL_USB1_EN_USB_CLKS)
}

// usbHead makes the head of an empty queue.
func usbHead(side uint8, size uint32) {
	head := &usbShared.heads[side]
	capabilities := size<<nxp.USB_DQH_MAXPACKET_Pos | nxp.USB_DQH_ZLT
	if side == usbControlOutSide {
		capabilities |= nxp.USB_DQH_IOS
	}
	head.CAPABILITIES.Set(capabilities)
	head.NEXT.Set(nxp.USB_NEXT_END)
	head.TOKEN.Set(0)
}

// usbPrime gives a queue its transfer: a packet to the host, or room for one ("Executing a Transfer
// Descriptor", case 1).
func usbPrime(side uint8, length int) {
	head, transfer := &usbShared.heads[side], &usbShared.transfers[side]
	transfer.NEXT.Set(nxp.USB_NEXT_END)
	transfer.TOKEN.Set(uint32(length)<<nxp.USB_TOKEN_LENGTH_Pos | nxp.USB_TOKEN_IOC | nxp.USB_TOKEN_ACTIVE)
	transfer.PAGE[0].Set(uint32(uintptr(unsafe.Pointer(&usbShared.packets[side]))))
	head.NEXT.Set(uint32(uintptr(unsafe.Pointer(transfer))))
	head.TOKEN.Set(0)
	barrier()
	nxp.USB1.ENDPTPRIME.Set(usbBit(side))
}

// usbPost gives an endpoint a packet for the host.
func usbPost(side uint8, data []byte) {
	usbPrime(side, copy(usbShared.packets[side][:], data))
}

// usbGot is the packet that has come from the host.
func usbGot(side uint8) []byte {
	left := usbShared.transfers[side].TOKEN.Get() >> nxp.USB_TOKEN_LENGTH_Pos & nxp.USB_TOKEN_LENGTH_Msk
	if left > usbPacketSize {
		left = usbPacketSize
	}
	return usbShared.packets[side][:usbPacketSize-left]
}

// usbFlush takes back the transfers of the directions with these bits ("Flushing/De-priming an Endpoint"):
// again as long as a packet is on the bus. One that has ended meanwhile is forgotten.
func usbFlush(bits uint32) {
	u := nxp.USB1
	usbSoon(func() bool { return !u.ENDPTPRIME.HasBits(bits) })
	// A packet of 64 bytes takes less than 50 microseconds.
	for n := CPUFrequency() / 65536; n != 0; n-- {
		u.ENDPTFLUSH.Set(bits)
		for u.ENDPTFLUSH.HasBits(bits) {
		}
		if !u.ENDPTSTAT.HasBits(bits) {
			break
		}
	}
	u.ENDPTCOMPLETE.Set(bits)
}

func usbPoll() {
	u := nxp.USB1
	events := u.USBSTS.Get() & u.USBINTR.Get()
	u.USBSTS.Set(events)
	usbCable()
	if events&nxp.USB_EVENT_URI != 0 {
		usbBusReset()
	}
	if events&(nxp.USB_EVENT_SLI|nxp.USB_EVENT_PCI) != 0 {
		usbSuspend(u.PORTSC1.HasBits(nxp.USB_PORTSC1_SUSP))
	}
	usbCompleted()
	for u.ENDPTSETUPSTAT.HasBits(usbBit(usbControlOutSide)) {
		usbTakeSetup()
	}
}

// usbCable looks whether the cable is out.
func usbCable() {
	otg := nxp.USB1.OTGSC.Get()
	if otg&nxp.USB_OTGSC_BSVIS == 0 {
		return
	}
	nxp.USB1.OTGSC.Set(otg&^nxp.USB_OTGSC_EVENTS_Msk | nxp.USB_OTGSC_BSVIS)
	if otg&nxp.USB_OTGSC_BSV == 0 {
		usbReset()
	}
}

// usbBusReset makes the device new: the host gives it an address and asks it again ("Bus Reset"). If it
// was late, a SETUP packet that has come is one of after the reset.
func usbBusReset() {
	u := nxp.USB1
	if u.PORTSC1.HasBits(nxp.USB_PORTSC1_PR) {
		u.ENDPTSETUPSTAT.Set(u.ENDPTSETUPSTAT.Get())
	}
	usbFlush(0xffffffff)
	usbReset()
}

// usbCompleted looks after packets that were sent and received.
func usbCompleted() {
	u := nxp.USB1
	done := u.ENDPTCOMPLETE.Get()
	if done == 0 {
		return
	}
	u.ENDPTCOMPLETE.Set(done)
	barrier()
	if done&usbBit(usbControlInSide) != 0 {
		usbControlSent()
	}
	if done&usbBit(usbControlOutSide) != 0 {
		usbControlReceived(usbGot(usbControlOutSide))
	}
	if done&usbBit(usbDataInSide) != 0 {
		usbSent()
	}
	if done&usbBit(usbDataOutSide) != 0 {
		usbArrived()
	}
	if usbHIDOn && done&usbBit(usbReportsSide) != 0 {
		usbReportSent()
	}
}

// usbTakeSetup takes a SETUP packet out of its place in memory, where the next may come at any time: then
// the controller takes the tripwire away, and it is read again ("Control Endpoint Operation Model"). What
// there was for endpoint 0 is of the transfer before.
func usbTakeSetup() {
	u := nxp.USB1
	u.ENDPTSETUPSTAT.Set(usbBit(usbControlOutSide))
	var packet [8]byte
	for {
		u.USBCMD.SetBits(nxp.USB_USBCMD_SUTW)
		barrier()
		for i := range packet {
			packet[i] = byte(usbShared.heads[usbControlOutSide].SETUP[i/4].Get() >> (i % 4 * 8))
		}
		barrier()
		if u.USBCMD.HasBits(nxp.USB_USBCMD_SUTW) {
			break
		}
	}
	u.USBCMD.ClearBits(nxp.USB_USBCMD_SUTW)
	usbFlush(usbBit(usbControlOutSide) | usbBit(usbControlInSide))
	usbSetup(&packet)
}

// usbSetAddress has nothing to do: the controller was told before the request was confirmed.
func usbSetAddress(address uint8) {}

func usbControlSend(data []byte) {
	usbPost(usbControlInSide, data)
}

func usbControlReceive() {
	usbPrime(usbControlOutSide, usbPacketSize)
}

func usbControlStatus(toHost bool) {
	if !toHost {
		usbControlReceive()
		return
	}
	if usb.request.kind == 0 && usb.request.number == usbSetAddressTo {
		// It is the device's when the host has taken the packet that confirms the request.
		nxp.USB1.DEVICEADDR.Set(uint32(usb.request.value)<<nxp.USB_DEVICEADDR_USBADR_Pos |
			nxp.USB_DEVICEADDR_USBADRA)
	}
	usbPost(usbControlInSide, nil)
}

// usbControlStall lasts until the next SETUP packet. The controller may still be clearing these bits for
// the last one (ENDPTCTRL0).
func usbControlStall() {
	const stall = nxp.USB_ENDPTCTRL_S | nxp.USB_ENDPTCTRL_S<<nxp.USB_ENDPTCTRL_TX_Pos
	u := nxp.USB1
	usbSoon(func() bool {
		u.ENDPTCTRL[0].SetBits(stall)
		return u.ENDPTCTRL[0].Get()&stall == stall || u.ENDPTSETUPSTAT.HasBits(usbBit(usbControlOutSide))
	})
}

// usbUnused is the type of a direction that is not used: not that of endpoint 0, which would be wrong for
// the other direction, too (ENDPTCTRL).
const usbUnused = nxp.USB_ENDPTCTRL_BULK | nxp.USB_ENDPTCTRL_BULK<<nxp.USB_ENDPTCTRL_TX_Pos

func usbOpen() {
	usbClose()
	usbHead(usbNotifySide, 16)
	usbHead(usbDataOutSide, usbPacketSize)
	usbHead(usbDataInSide, usbPacketSize)
	const on, to = nxp.USB_ENDPTCTRL_E | nxp.USB_ENDPTCTRL_R, nxp.USB_ENDPTCTRL_TX_Pos
	u := nxp.USB1
	u.ENDPTCTRL[usbNotify&15].Set((on|nxp.USB_ENDPTCTRL_INTERRUPT)<<to | nxp.USB_ENDPTCTRL_BULK)
	u.ENDPTCTRL[usbDataOut].Set((on|nxp.USB_ENDPTCTRL_BULK)<<to | on | nxp.USB_ENDPTCTRL_BULK)
	if usbHIDOn {
		usbHead(usbReportsSide, usbReportSize)
		u.ENDPTCTRL[usbReports&15].Set((on|nxp.USB_ENDPTCTRL_INTERRUPT)<<to | nxp.USB_ENDPTCTRL_BULK)
	}
	usbListen()
}

func usbClose() {
	usbFlush(usbBit(usbNotifySide) | usbBit(usbDataOutSide) | usbBit(usbDataInSide) | usbBit(usbReportsSide))
	nxp.USB1.ENDPTCTRL[usbNotify&15].Set(usbUnused)
	nxp.USB1.ENDPTCTRL[usbDataOut].Set(usbUnused)
	nxp.USB1.ENDPTCTRL[usbReports&15].Set(usbUnused)
}

// usbSide is the direction with this address.
func usbSide(endpoint uint8) uint8 {
	return endpoint&15<<1 + endpoint>>7
}

func usbHalt(endpoint uint8, halt bool) {
	side, shift := usbSide(endpoint), 0
	if endpoint&usbToHost != 0 {
		shift = nxp.USB_ENDPTCTRL_TX_Pos
	}
	control := &nxp.USB1.ENDPTCTRL[endpoint&15]
	usbFlush(usbBit(side))
	if halt {
		control.SetBits(nxp.USB_ENDPTCTRL_S << shift)
		return
	}
	control.Set(control.Get()&^(nxp.USB_ENDPTCTRL_S<<shift) | nxp.USB_ENDPTCTRL_R<<shift)
	if endpoint == usbDataOut && _USBCDC.arrived.Get() == 0 {
		usbListen()
	}
}

// usbListen lets the host send the next packet.
func usbListen() {
	usbPrime(usbDataOutSide, usbPacketSize)
}

func usbSendTo(endpoint uint8, data []byte) {
	usbPost(usbSide(endpoint), data)
}

func usbTake(packet *[usbPacketSize]byte) int {
	n := copy(packet[:], usbGot(usbDataOutSide))
	usbListen()
	return n
}
