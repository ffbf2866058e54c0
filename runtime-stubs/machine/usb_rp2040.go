//go:build rp2040

package machine

import (
	"device/rp"
	"runtime/interrupt"
	"runtime/volatile"
)

// The USB controller as a device: RP2040 Datasheet, section 4.1.

// usbOwnAddress says that the controller answers SET_ADDRESS itself.
const usbOwnAddress = false

// The first of a pair of the shared memory's registers is for data to the host.
const usbToHostSide, usbFromHostSide = 0, 1

// Where the buffers are in the shared memory (section 4.1.2.5: in steps of 64 bytes; that of endpoint 0
// is fixed).
const (
	usbControlBuffer = 0x100
	usbNotifyBuffer  = 0x180
	usbOutBuffer     = 0x1c0
	usbInBuffer      = 0x200
	usbReportBuffer  = 0x240
)

// usbNext are the marks, DATA0 or DATA1, of the next packets: of endpoint 0 to the host, and of the
// serial port to and from the host.
var usbNext struct {
	control, in, out, reports uint32
}

func usbStart() {
	startPLLUSB()
	const enable = 1 << 11 // and the first of its sources, that PLL
	rp.CLOCKS.CLK_USB_CTRL.Set(enable)
	restart(rp.RESETS_RESET_USBCTRL)
	for i := range rp.USB_RAM.CONTROL {
		rp.USB_RAM.CONTROL[i][usbToHostSide].Set(0)
		rp.USB_RAM.CONTROL[i][usbFromHostSide].Set(0)
	}
	for i := range rp.USB_RAM.BUFFER {
		rp.USB_RAM.BUFFER[i][usbToHostSide].Set(0)
		rp.USB_RAM.BUFFER[i][usbFromHostSide].Set(0)
	}
	rp.USB.USB_MUXING.Set(rp.USB_MUXING_TO_PHY | rp.USB_MUXING_SOFTCON)
	// The chip cannot see the bus's voltage on every board.
	rp.USB.USB_PWR.Set(rp.USB_PWR_VBUS_DETECT | rp.USB_PWR_VBUS_DETECT_OVERRIDE)
	rp.USB.MAIN_CTRL.Set(rp.USB_MAIN_CTRL_CONTROLLER_EN)
	rp.USB.SIE_CTRL.Set(rp.USB_SIE_CTRL_EP0_INT_1BUF)
	rp.USB.INTE.Set(rp.USB_INT_BUFF_STATUS | rp.USB_INT_BUS_RESET | rp.USB_INT_SETUP_REQ |
		rp.USB_INT_DEV_SUSPEND | rp.USB_INT_DEV_RESUME_FROM_HOST)
	interrupt.New(rp.IRQ_USBCTRL, func(interrupt.Interrupt) { usbPoll() }).Enable()
	rp.USB.SIE_CTRL.SetBits(rp.USB_SIE_CTRL_PULLUP_EN)
}

func usbPoll() {
	what := rp.USB.INTS.Get()
	setup := what&rp.USB_INT_SETUP_REQ != 0
	if what&rp.USB_INT_DEV_SOF != 0 {
		usbFrame()
	}
	if what&rp.USB_INT_BUS_RESET != 0 {
		rp.USB.SIE_STATUS.Set(rp.USB_SIE_STATUS_BUS_RESET)
		rp.USB.ADDR_ENDP.Set(0)
		usbDropControl()
		usbReset()
		usbConnect()
	}
	if what&rp.USB_INT_DEV_SUSPEND != 0 {
		rp.USB.SIE_STATUS.Set(rp.USB_SIE_STATUS_SUSPENDED)
		usbSuspend(true)
	}
	if what&rp.USB_INT_DEV_RESUME_FROM_HOST != 0 {
		rp.USB.SIE_STATUS.Set(rp.USB_SIE_STATUS_RESUME)
		usbSuspend(false)
	}
	if what&rp.USB_INT_BUFF_STATUS != 0 {
		usbBuffers(setup)
	}
	if setup {
		rp.USB.SIE_STATUS.Set(rp.USB_SIE_STATUS_SETUP_REC)
		usbDropControl()
		usbNext.control = rp.USB_BUFFER_DATA1
		var packet [8]byte
		for i := range packet {
			packet[i] = byte(rp.USB_RAM.SETUP[i/4].Get() >> (i % 4 * 8))
		}
		usbSetup(&packet)
	}
}

// usbBuffers looks after buffers that are done. When the host has begun another control transfer, what
// is left of the one before does not count, but for a new address.
func usbBuffers(setup bool) {
	done := rp.USB.BUFF_STATUS.Get()
	rp.USB.BUFF_STATUS.Set(done)
	if done&rp.USB_BUFF_STATUS_CONTROL_TO != 0 && (!setup || usb.stage == usbConfirming) {
		usbControlSent()
	}
	if done&rp.USB_BUFF_STATUS_CONTROL_FROM != 0 && !setup {
		var packet [usbPacketSize]byte
		n := rp.USB_RAM.BUFFER[0][usbFromHostSide].Get() & rp.USB_BUFFER_LENGTH
		usbControlReceived(packet[:usbUnload(&packet, usbControlBuffer, n)])
	}
	if done&rp.USB_BUFF_STATUS_ENDPOINT2_TO != 0 {
		usbSent()
	}
	if usbHIDOn && done&rp.USB_BUFF_STATUS_ENDPOINT3_TO != 0 {
		usbReportSent()
	}
	if done&rp.USB_BUFF_STATUS_ENDPOINT2_FROM != 0 {
		usbArrived()
	}
}

// usbDropControl takes back what the controller has of a control transfer.
func usbDropControl() {
	rp.USB_RAM.BUFFER[0][usbToHostSide].Set(0)
	rp.USB_RAM.BUFFER[0][usbFromHostSide].Set(0)
}

// usbGive gives a buffer to the controller, which runs from another clock: the bit that says so comes
// when it has seen the rest (section 4.1.2.5.1).
func usbGive(buffer *volatile.Register32, value uint32) {
	buffer.Set(value)
	for i := 0; i < 4; i++ {
		buffer.Get()
	}
	buffer.Set(value | rp.USB_BUFFER_AVAILABLE)
}

// usbLoad puts bytes into the shared memory.
func usbLoad(at int, data []byte) {
	words := rp.USB_RAM.DATA[(at-usbControlBuffer)/4:]
	word := uint32(0)
	for i, c := range data {
		word |= uint32(c) << (i % 4 * 8)
		if i%4 == 3 || i == len(data)-1 {
			words[i/4].Set(word)
			word = 0
		}
	}
}

// usbUnload takes bytes from the shared memory.
func usbUnload(to *[usbPacketSize]byte, at int, length uint32) int {
	n := int(length)
	if n > len(to) {
		n = len(to)
	}
	words := rp.USB_RAM.DATA[(at-usbControlBuffer)/4:]
	for i := range to[:n] {
		to[i] = byte(words[i/4].Get() >> (i % 4 * 8))
	}
	return n
}

func usbSetAddress(address uint8) {
	rp.USB.ADDR_ENDP.Set(uint32(address))
}

func usbControlSend(data []byte) {
	usbLoad(usbControlBuffer, data)
	value := rp.USB_BUFFER_FULL | usbNext.control | uint32(len(data))
	usbNext.control ^= rp.USB_BUFFER_DATA1
	usbGive(&rp.USB_RAM.BUFFER[0][usbToHostSide], value)
}

func usbControlReceive() {
	usbGive(&rp.USB_RAM.BUFFER[0][usbFromHostSide], rp.USB_BUFFER_DATA1|usbPacketSize)
}

func usbControlStatus(toHost bool) {
	if toHost {
		usbNext.control = rp.USB_BUFFER_DATA1
		usbControlSend(nil)
	} else {
		usbControlReceive()
	}
}

func usbControlStall() {
	rp.USB.EP_STALL_ARM.Set(1<<usbToHostSide | 1<<usbFromHostSide)
	rp.USB_RAM.BUFFER[0][usbToHostSide].Set(rp.USB_BUFFER_STALL)
	rp.USB_RAM.BUFFER[0][usbFromHostSide].Set(rp.USB_BUFFER_STALL)
}

func usbOpen() {
	const on = rp.USB_CONTROL_ENABLE | rp.USB_CONTROL_INT_PER_BUFFER
	control := &rp.USB_RAM.CONTROL
	control[0][usbToHostSide].Set(on | rp.USB_CONTROL_TYPE_INTERRUPT | usbNotifyBuffer)
	control[1][usbToHostSide].Set(on | rp.USB_CONTROL_TYPE_BULK | usbInBuffer)
	control[1][usbFromHostSide].Set(on | rp.USB_CONTROL_TYPE_BULK | usbOutBuffer)
	usbHalt(usbNotify, false)
	usbHalt(usbDataIn, false)
	usbHalt(usbDataOut, false)
	if usbHIDOn {
		control[2][usbToHostSide].Set(on | rp.USB_CONTROL_TYPE_INTERRUPT | usbReportBuffer)
		usbHalt(usbReports, false)
	}
}

func usbClose() {
	for i := 0; i < 3; i++ {
		for side := usbToHostSide; side <= usbFromHostSide; side++ {
			rp.USB_RAM.CONTROL[i][side].Set(0)
			rp.USB_RAM.BUFFER[i+1][side].Set(0)
		}
	}
	usbHeld = 0
}

func usbHalt(endpoint uint8, halt bool) {
	value := uint32(0)
	if halt {
		value = rp.USB_BUFFER_STALL
	}
	buffers := &rp.USB_RAM.BUFFER
	switch endpoint {
	case usbNotify:
		buffers[1][usbToHostSide].Set(value)
	case usbDataIn:
		usbNext.in, usbHeld = 0, 0
		buffers[2][usbToHostSide].Set(value)
		rp.USB.BUFF_STATUS.Set(rp.USB_BUFF_STATUS_ENDPOINT2_TO)
	case usbReports:
		usbNext.reports = 0
		buffers[3][usbToHostSide].Set(value)
	case usbDataOut:
		usbNext.out = 0
		buffers[2][usbFromHostSide].Set(value)
		// A packet of before would be taken for one that the buffer is given for now.
		rp.USB.BUFF_STATUS.Set(rp.USB_BUFF_STATUS_ENDPOINT2_FROM)
		if !halt && _USBCDC.arrived.Get() == 0 {
			usbListen()
		}
	}
}

// usbListen lets the host send the next packet.
func usbListen() {
	value := usbNext.out | usbPacketSize
	usbNext.out ^= rp.USB_BUFFER_DATA1
	usbGive(&rp.USB_RAM.BUFFER[2][usbFromHostSide], value)
}

func usbSendTo(endpoint uint8, data []byte) {
	if endpoint == usbReports {
		usbLoad(usbReportBuffer, data)
		value := rp.USB_BUFFER_FULL | usbNext.reports | uint32(len(data))
		usbNext.reports ^= rp.USB_BUFFER_DATA1
		usbGive(&rp.USB_RAM.BUFFER[3][usbToHostSide], value)
		return
	}
	usbLoad(usbInBuffer, data)
	value := rp.USB_BUFFER_FULL | usbNext.in | uint32(len(data))
	usbNext.in ^= rp.USB_BUFFER_DATA1
	usbGiveInTime(value)
}

func usbTake(packet *[usbPacketSize]byte) int {
	length := rp.USB_RAM.BUFFER[2][usbFromHostSide].Get() & rp.USB_BUFFER_LENGTH
	n := usbUnload(packet, usbOutBuffer, length)
	usbListen()
	return n
}
