//go:build esp32s3 || imxrt106x || nrf52833 || nrf52840 || rp2040 || stm32f4

package machine

// A USB device with a serial port, and other functions beside it (usb_hid.go) (USB 2.0 Specification, chapter 9; Class Definitions
// for Communications Devices 1.2; PSTN Subclass 1.2): this file answers the host's requests. The
// controller is the chip's, whose file has
//
//	usbStart           shows the device to the host
//	usbPoll            looks after what has happened; its interrupt does that, too
//	usbSetAddress      after SET_ADDRESS
//	usbControlSend     the next packet of a control transfer goes to the host
//	usbControlReceive  the packet of a control transfer may come
//	usbControlStatus   ends a control transfer: with a packet to the host, or one from it
//	usbControlStall    refuses a control transfer
//	usbOpen, usbClose  the endpoints beside endpoint 0, from their first packet on
//	usbHalt            an endpoint refuses packets, or starts from its first again
//	usbSendTo          a packet to the host
//	usbTake            a packet of the serial port from the host
//
// and calls usbReset, usbSetup, usbControlSent, usbControlReceived, usbSent, usbReportSent, usbArrived,
// usbSuspend, with interrupts off.

const usbPacketSize = 64

// Endpoints by their addresses: bit 7 is towards the host.
const (
	usbNotify  = 0x81
	usbDataOut = 0x02
	usbDataIn  = 0x82
)

// Kinds of requests, bmRequestType: bit 7 is data to the host, bits 5 and 6 who defines the request,
// the rest whom it is for.
const (
	usbToHost      = 1 << 7
	usbClass       = 1 << 5
	usbOfInterface = 1
	usbOfEndpoint  = 2
)

const (
	usbGetStatus        = 0
	usbClearFeature     = 1
	usbSetFeature       = 3
	usbSetAddressTo     = 5
	usbGetDescriptor    = 6
	usbGetConfiguration = 8
	usbSetConfiguration = 9
	usbGetInterface     = 10
	usbSetInterface     = 11

	usbSetLineCoding  = 0x20
	usbGetLineCoding  = 0x21
	usbSetControlLine = 0x22
)

// usbRequest is what a SETUP packet says.
type usbRequest struct {
	kind, number         uint8
	value, index, length uint16
}

// usbStage is where a control transfer stands.
type usbStage uint8

const (
	usbIdle       usbStage = iota
	usbSending             // data to the host
	usbReceiving           // data from the host
	usbConfirming          // the device's empty packet ends it
	usbConfirmed           // the host's empty packet ends it
)

// usb is the device's state.
var usb struct {
	request       usbRequest
	stage         usbStage
	configuration uint8
	// The endpoints that refuse packets: bit 0 to the host, bit 1 from the host, bit 2 notifications,
	// bit 3 reports.
	halted uint8
	// Of an answer: what is not sent yet, and whether an empty packet follows.
	reply []byte
	empty bool
	// For answers that are made up.
	scratch [usbPacketSize]byte
	// The serial port's speed, in the first four bytes, its stop bits, parity and data bits.
	line [7]byte
}

// usbReset is for a reset on the bus.
func usbReset() {
	usb.stage = usbIdle
	usbConfigure(0)
	usbSuspend(false)
}

// usbSetup answers a SETUP packet. It ends the transfer before it.
func usbSetup(packet *[8]byte) {
	r := &usb.request
	r.kind, r.number = packet[0], packet[1]
	r.value = uint16(packet[2]) | uint16(packet[3])<<8
	r.index = uint16(packet[4]) | uint16(packet[5])<<8
	r.length = uint16(packet[6]) | uint16(packet[7])<<8
	usb.stage, usb.reply = usbIdle, nil
	usbSuspend(false)
	if r.length != 0 && r.kind&usbToHost == 0 {
		// These are the only requests with data from the host.
		isLine := usbIsClass(usbClass|usbOfInterface, usbSetLineCoding) && int(r.length) == len(usb.line)
		if !isLine && !usbIsSetReport() {
			usbControlStall()
			return
		}
		usb.stage = usbReceiving
		usbControlReceive()
		return
	}
	reply, ok := usbAnswer()
	switch {
	case !ok:
		usbControlStall()
	case r.length == 0:
		usb.stage = usbConfirming
		if usbOwnAddress && r.kind == 0 && r.number == usbSetAddressTo {
			return
		}
		usbControlStatus(true)
		usbTouched()
	default:
		if len(reply) > int(r.length) {
			reply = reply[:r.length]
		}
		usb.reply = reply
		// The host knows the end by a packet that is not full (section 5.5.3).
		usb.empty = len(reply) < int(r.length) && len(reply)%usbPacketSize == 0
		usb.stage = usbSending
		usbControlSent()
	}
}

// usbIsClass tells whether the request is this one for the serial port, of a device in use.
func usbIsClass(kind, number uint8) bool {
	r := &usb.request
	return r.kind == kind && r.number == number && r.index == 0 && usb.configuration != 0
}

// usbControlSent goes on when a packet of a control transfer has reached the host.
func usbControlSent() {
	switch usb.stage {
	case usbConfirming:
		usb.stage = usbIdle
		if usb.request.kind == 0 && usb.request.number == usbSetAddressTo {
			usbSetAddress(uint8(usb.request.value))
		}
	case usbSending:
		n := len(usb.reply)
		if n == 0 && !usb.empty {
			usb.stage = usbConfirmed
			usbControlStatus(false)
			return
		}
		if n == 0 {
			usb.empty = false
		}
		if n > usbPacketSize {
			n = usbPacketSize
		}
		packet := usb.reply[:n]
		usb.reply = usb.reply[n:]
		usbControlSend(packet)
	}
}

// usbControlReceived goes on when the host has sent a packet of a control transfer.
func usbControlReceived(data []byte) {
	if usb.stage != usbReceiving {
		usb.stage = usbIdle
		return
	}
	if len(data) != int(usb.request.length) {
		usb.stage = usbIdle
		usbControlStall()
		return
	}
	if usbIsSetReport() {
		usbReportReceived(data)
	} else {
		copy(usb.line[:], data)
	}
	usb.stage = usbConfirming
	usbControlStatus(true)
}

// usbAnswer does what a request asks for and gives what it wants to know; false refuses it.
func usbAnswer() ([]byte, bool) {
	r := &usb.request
	switch r.kind {
	case usbToHost:
		switch r.number {
		case usbGetStatus:
			return usbAnswerBytes(0, 0), r.value == 0 && r.index == 0
		case usbGetDescriptor:
			return usbDescriptor(r.value)
		case usbGetConfiguration:
			return usbAnswerBytes(usb.configuration), true
		}
	case 0:
		switch r.number {
		case usbSetAddressTo:
			return nil, r.value < 128 && r.length == 0
		case usbSetConfiguration:
			if r.value > 1 {
				return nil, false
			}
			usbConfigure(uint8(r.value))
			return nil, true
		}
	}
	if usb.configuration == 0 {
		return nil, false
	}
	if usbHIDOn && r.index == usbHIDInterface && r.kind&0x1f == usbOfInterface {
		if reply, ok := usbAnswerHID(); ok {
			return reply, true
		}
	}
	switch r.kind {
	case usbToHost | usbOfInterface, usbOfInterface:
		return usbAnswerInterface()
	case usbToHost | usbOfEndpoint, usbOfEndpoint:
		return usbAnswerEndpoint()
	}
	switch {
	case usbIsClass(usbToHost|usbClass|usbOfInterface, usbGetLineCoding):
		return usb.line[:], true
	case usbIsClass(usbClass|usbOfInterface, usbSetControlLine):
		_USBCDC.state.Set(uint8(r.value))
		_USBCDC.stuck.Set(0)
		_USBCDC.pump()
		return nil, true
	}
	return nil, false
}

func usbAnswerInterface() ([]byte, bool) {
	r := &usb.request
	if r.index > 1 && !(usbHIDOn && r.index == usbHIDInterface) || r.value != 0 {
		return nil, false
	}
	switch {
	case r.kind&usbToHost != 0 && r.number == usbGetStatus:
		return usbAnswerBytes(0, 0), true
	case r.kind&usbToHost != 0 && r.number == usbGetInterface:
		return usbAnswerBytes(0), true
	case r.kind&usbToHost == 0 && r.number == usbSetInterface:
		// There is no other setting; its endpoints start again (section 9.4.10).
		switch r.index {
		case 0:
			usbSetHalt(usbNotify, false)
		case 1:
			usbSetHalt(usbDataOut, false)
			usbSetHalt(usbDataIn, false)
		default:
			usbSetHalt(usbReports, false)
		}
		return nil, true
	}
	return nil, false
}

func usbAnswerEndpoint() ([]byte, bool) {
	r := &usb.request
	endpoint := uint8(r.index)
	if r.index > 0xff || r.value != 0 {
		return nil, false
	}
	bit := usbHaltBit(endpoint)
	control := endpoint&^usbToHost == 0
	if bit == 0 && !control {
		return nil, false
	}
	switch {
	case r.kind&usbToHost != 0 && r.number == usbGetStatus:
		if usb.halted&bit != 0 {
			return usbAnswerBytes(1, 0), true
		}
		return usbAnswerBytes(0, 0), true
	case control || r.kind&usbToHost != 0:
		return nil, false
	case r.number == usbSetFeature, r.number == usbClearFeature:
		usbSetHalt(endpoint, r.number == usbSetFeature)
		return nil, true
	}
	return nil, false
}

func usbHaltBit(endpoint uint8) uint8 {
	switch endpoint {
	case usbDataIn:
		return 1
	case usbDataOut:
		return 2
	case usbNotify:
		return 4
	case usbReports:
		if usbHIDOn {
			return 8
		}
	}
	return 0
}

// usbSetHalt makes an endpoint refuse packets, or start again from its first.
func usbSetHalt(endpoint uint8, halt bool) {
	bit := usbHaltBit(endpoint)
	usb.halted &^= bit
	if halt {
		usb.halted |= bit
	}
	usbHalt(endpoint, halt)
	if endpoint == usbDataIn {
		// What the controller had is lost.
		_USBCDC.sending.Set(0)
		_USBCDC.pump()
	}
	if usbHIDOn && endpoint == usbReports {
		usbHID.sending.Set(0)
		usbPumpReports()
	}
}

// usbConfigure puts the device into use, or out of it.
func usbConfigure(number uint8) {
	usb.configuration = number
	usb.halted = 0
	_USBCDC.forget()
	if usbHIDOn {
		usbForgetReports()
	}
	if number == 0 {
		usbClose()
	} else {
		usbOpen()
	}
}

// usbTouched starts the boot loader when a program that wants to write firmware asks for it: it opens
// the port at 1200 bits a second and closes it. The host shall see the end of its request before.
func usbTouched() {
	const slow, fast = 1200 & 0xff, 1200 >> 8
	if !usbIsClass(usbClass|usbOfInterface, usbSetControlLine) || usb.request.value&lineDTR != 0 ||
		usb.line[0] != slow || usb.line[1] != fast || usb.line[2] != 0 || usb.line[3] != 0 {
		return
	}
	usbPause(10)
	EnterBootloader()
}
