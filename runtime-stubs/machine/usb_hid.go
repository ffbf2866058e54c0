//go:build esp32s3 || imxrt106x || nrf52833 || nrf52840 || rp2040 || stm32f4

package machine

import (
	"runtime/interrupt"
	"runtime/volatile"
)

// The second function of the USB device, for programs that import machine/usb/hid: a keyboard, a mouse
// and what else has reports (Device Class Definition for Human Interface Devices 1.11). Without those
// packages nothing of it is in the program.

// usbReports is its endpoint, and usbReportSize the longest report with its number.
const (
	usbReports    = 0x83
	usbReportSize = 16
)

const (
	usbHIDInterface        = 2
	usbHIDDescriptor       = 0x21
	usbReportDescriptor    = 0x22
	usbHIDGetReport        = 0x01
	usbHIDGetIdle          = 0x02
	usbHIDSetReport        = 0x09
	usbHIDSetIdle          = 0x0a
	usbHIDInput            = 1
	usbHIDOutput           = 2
	usbHIDDescriptorLength = 9
	usbHIDLength           = 9 + usbHIDDescriptorLength + 7
)

// usbHIDOn: the program has reports.
var usbHIDOn bool

// usbHID is the state of the function.
var usbHID struct {
	configuration [usbConfigurationLength + usbHIDLength]byte
	// What the reports mean.
	descriptor []byte
	// received takes a report from the host.
	received func(report []byte)
	incoming [usbPacketSize]byte
	// Reports that wait for the host, the oldest first.
	queue   [8]usbReport
	first   int
	waiting volatile.Register8
	// The controller has a report.
	sending volatile.Register8
	// The host has not taken a report for a while: do not wait for it.
	stuck volatile.Register8
	idle  uint8
	// The last report of each number, for a host that asks.
	last [8]usbReport
}

// usbReport is a report, which begins with its number.
type usbReport struct {
	length int
	data   [usbReportSize]byte
}

// usbEnableHID adds the function to the device and shows it to the host. Package machine/usb/hid calls it
// while the program's packages start: before the host has asked what the device is.
func usbEnableHID(descriptor []byte, received func(report []byte)) {
	h := &usbHID
	h.descriptor, h.received = descriptor, received
	n := copy(h.configuration[:], usbConfiguration[:])
	length := len(h.descriptor)
	copy(h.configuration[n:], []byte{
		9, 4, usbHIDInterface, 0, 1, 3, 0, 0, 0,
		usbHIDDescriptorLength, usbHIDDescriptor, 0x11, 0x01, 0, 1, usbReportDescriptor, byte(length), byte(length >> 8),
		7, 5, usbReports, 3, usbReportSize, 0, 4, // asked each 4 ms
	})
	h.configuration[2], h.configuration[4] = byte(len(h.configuration)), 3
	usbHIDOn = true
	_USBCDC.begin(UARTConfig{})
}

// usbSendReport gives the host a report; false if there is no host that takes it.
func usbSendReport(report []byte) bool {
	h := &usbHID
	for patience := CPUFrequency() / 2048; ; patience-- {
		state := interrupt.Disable()
		ok := usb.configuration != 0 && _USBCDC.suspended.Get() == 0 && len(report) <= usbReportSize
		queued := ok && int(h.waiting.Get()) < len(h.queue)
		if queued {
			entry := &h.queue[(h.first+int(h.waiting.Get()))%len(h.queue)]
			entry.length = copy(entry.data[:], report)
			h.waiting.Set(h.waiting.Get() + 1)
			usbPumpReports()
		} else if ok {
			usbPoll()
		}
		interrupt.Restore(state)
		if queued || !ok || h.stuck.Get() != 0 {
			return queued
		}
		if patience == 0 {
			h.stuck.Set(1)
			return false
		}
	}
}

// usbPumpReports gives the controller a report if it has none. Interrupts are off.
func usbPumpReports() {
	h := &usbHID
	if h.sending.Get() != 0 || h.waiting.Get() == 0 || usb.halted&usbHaltBit(usbReports) != 0 {
		return
	}
	report := &h.queue[h.first]
	h.first = (h.first + 1) % len(h.queue)
	h.waiting.Set(h.waiting.Get() - 1)
	h.last[report.data[0]%uint8(len(h.last))] = *report
	h.sending.Set(1)
	usbSendTo(usbReports, report.data[:report.length])
}

// usbReportSent says that the host has taken a report.
func usbReportSent() {
	usbHID.sending.Set(0)
	usbHID.stuck.Set(0)
	usbPumpReports()
}

// usbForgetReports is for a connection that begins or ends.
func usbForgetReports() {
	usbHID.first = 0
	usbHID.waiting.Set(0)
	usbHID.sending.Set(0)
	usbHID.stuck.Set(0)
}

// usbIsSetReport tells whether the request brings a report from the host.
func usbIsSetReport() bool {
	r := &usb.request
	return usbHIDOn && usb.configuration != 0 && r.kind == usbClass|usbOfInterface && r.number == usbHIDSetReport &&
		r.index == usbHIDInterface && r.value>>8 == usbHIDOutput && r.length <= usbPacketSize
}

// usbReportReceived takes a report from the host.
func usbReportReceived(report []byte) {
	h := &usbHID
	h.received(h.incoming[:copy(h.incoming[:], report)])
}

// usbAnswerHID answers a request for the function's interface.
func usbAnswerHID() ([]byte, bool) {
	r := &usb.request
	h := &usbHID
	switch {
	case r.kind == usbToHost|usbOfInterface && r.number == usbGetDescriptor:
		switch r.value {
		case usbHIDDescriptor << 8:
			const at = usbConfigurationLength + 9
			return h.configuration[at : at+usbHIDDescriptorLength], true
		case usbReportDescriptor << 8:
			return h.descriptor, true
		}
	case r.kind == usbToHost|usbClass|usbOfInterface && r.number == usbHIDGetReport:
		if number := int(uint8(r.value)); r.value>>8 == usbHIDInput && number < len(h.last) {
			last := &h.last[number]
			return last.data[:last.length], last.length != 0
		}
	case r.kind == usbToHost|usbClass|usbOfInterface && r.number == usbHIDGetIdle:
		return usbAnswerBytes(h.idle), true
	case r.kind == usbClass|usbOfInterface && r.number == usbHIDSetIdle:
		h.idle = uint8(r.value >> 8)
		return nil, r.length == 0
	}
	return nil, false
}
