//go:build esp32s3 || imxrt106x || nrf52833 || nrf52840 || rp2040 || stm32f4

package machine

import (
	"runtime/interrupt"
	"runtime/volatile"
)

// USB_CDC is a serial port on USB.
type USB_CDC struct {
	in, out RingBuffer
	// The control lines: whether a program on the host has the port open.
	state volatile.Register8
	// The controller has a packet for the host.
	sending volatile.Register8
	// A packet from the host waits in the controller.
	arrived volatile.Register8
	// The host sleeps.
	suspended volatile.Register8
	// The host has not taken a packet for a while: do not wait for it.
	stuck   volatile.Register8
	started bool
	// The last packet was full.
	full   bool
	packet [usbPacketSize]byte
}

// USBDevice is the chip's USB device.
type USBDevice struct{}

var (
	_USBCDC USB_CDC
	// USBDev is the device that has it.
	USBDev = &USBDevice{}
)

// The lines of SET_CONTROL_LINE_STATE (PSTN Subclass 1.2, section 6.3.12).
const (
	lineDTR = 1 << 0
	lineRTS = 1 << 1
)

// Configure shows the device to the host.
func (dev *USBDevice) Configure(config UARTConfig) {
	_USBCDC.begin(config)
}

// Configure shows the device to the host. The speed of USB is its own.
func (u *USB_CDC) Configure(config UARTConfig) error {
	return u.begin(config)
}

func (u *USB_CDC) begin(config UARTConfig) error {
	if !u.started {
		u.started = true
		// 115,200 bits a second, one stop bit, no parity, eight data bits.
		usb.line = [7]byte{0x00, 0xc2, 0x01, 0x00, 0, 0, 8}
		readDeviceID(usbSerial[:])
		usbStart()
	}
	return nil
}

// DTR tells whether a program on the host has the port open.
func (u *USB_CDC) DTR() bool {
	return u.state.HasBits(lineDTR)
}

// RTS is the other line that the host sets.
func (u *USB_CDC) RTS() bool {
	return u.state.HasBits(lineRTS)
}

// open tells whether the host takes what is sent.
func (u *USB_CDC) open() bool {
	return u.state.Get() != 0 && u.suspended.Get() == 0 && usb.configuration != 0 && usb.halted&1 == 0
}

// forget is for a connection that begins or ends.
func (u *USB_CDC) forget() {
	u.state.Set(0)
	u.sending.Set(0)
	u.arrived.Set(0)
	u.stuck.Set(0)
	u.full = false
}

// put adds a byte to those that go to the host. While no program on the host has the port open, the
// first bytes are kept for it; the rest is lost, as are bytes that the host does not take.
func (u *USB_CDC) put(c byte) bool {
	for patience := CPUFrequency() / 2048; ; patience-- {
		state := interrupt.Disable()
		ok := u.out.Put(c)
		if !ok {
			// This may be a handler, or a program that has interrupts off.
			usbPoll()
			u.pump()
		}
		interrupt.Restore(state)
		if ok {
			return true
		}
		if !u.open() || u.stuck.Get() != 0 {
			return false
		}
		if patience == 0 {
			u.stuck.Set(1)
			return false
		}
	}
}

// release lets what was put go to the host.
func (u *USB_CDC) release() {
	state := interrupt.Disable()
	u.pump()
	interrupt.Restore(state)
}

// pump gives the controller a packet if it has none. Interrupts are off.
func (u *USB_CDC) pump() {
	if u.sending.Get() != 0 || !u.open() {
		return
	}
	n := 0
	for n < len(u.packet) {
		c, ok := u.out.Get()
		if !ok {
			break
		}
		u.packet[n] = c
		n++
	}
	// An empty packet behind a full one lets the host hand on what it has.
	if n == 0 && !u.full {
		return
	}
	u.full = n == len(u.packet)
	u.sending.Set(1)
	usbSendTo(usbDataIn, u.packet[:n])
}

// WriteByte sends a byte.
func (u *USB_CDC) WriteByte(c byte) error {
	u.put(c)
	u.release()
	return nil
}

// Write sends bytes; those that no host takes are lost.
func (u *USB_CDC) Write(data []byte) (n int, err error) {
	for _, c := range data {
		u.put(c)
	}
	u.release()
	return len(data), nil
}

// Flush waits until the host has taken what was sent, or does not take it.
func (u *USB_CDC) Flush() error {
	for patience := CPUFrequency() / 2048; patience != 0; patience-- {
		state := interrupt.Disable()
		usbPoll()
		u.pump()
		waiting := u.open() && u.stuck.Get() == 0 && (u.sending.Get() != 0 || u.out.Used() != 0)
		interrupt.Restore(state)
		if !waiting {
			break
		}
	}
	return nil
}

// Buffered is the number of bytes that have arrived.
func (u *USB_CDC) Buffered() int {
	return int(u.in.Used())
}

// ReadByte takes a byte that has arrived.
func (u *USB_CDC) ReadByte() (byte, error) {
	c, ok := u.in.Get()
	if !ok {
		return 0, errNoByte
	}
	u.room()
	return c, nil
}

// Read takes the bytes that have arrived, at most len(data).
func (u *USB_CDC) Read(data []byte) (n int, err error) {
	for n < len(data) {
		c, ok := u.in.Get()
		if !ok {
			break
		}
		data[n] = c
		n++
	}
	u.room()
	return n, nil
}

// room fetches a packet for which there was no room.
func (u *USB_CDC) room() {
	if u.arrived.Get() != 0 {
		state := interrupt.Disable()
		u.fetch()
		interrupt.Restore(state)
	}
}

// fetch takes the packet from the controller if there is room for a full one; until then the host has
// to wait. Interrupts are off.
func (u *USB_CDC) fetch() {
	if u.arrived.Get() == 0 || int(u.in.Used()) > bufferSize-usbPacketSize {
		return
	}
	u.arrived.Set(0)
	var packet [usbPacketSize]byte
	n := usbTake(&packet)
	for _, c := range packet[:n] {
		u.in.Put(c)
	}
}

// usbArrived says that a packet from the host waits in the controller.
func usbArrived() {
	if usb.configuration == 0 {
		// It is one of before a reset.
		return
	}
	_USBCDC.arrived.Set(1)
	_USBCDC.fetch()
}

// usbSent says that the host has taken the packet.
func usbSent() {
	_USBCDC.sending.Set(0)
	_USBCDC.stuck.Set(0)
	_USBCDC.pump()
}

// usbSuspend says that the host sleeps, or does not any more.
func usbSuspend(sleeps bool) {
	if !sleeps {
		_USBCDC.suspended.Set(0)
		_USBCDC.pump()
		return
	}
	_USBCDC.suspended.Set(1)
}

// usbSoon waits for the controller, which answers within a few cycles of its clock.
func usbSoon(done func() bool) {
	for n := CPUFrequency() / 65536; n != 0 && !done(); n-- {
	}
}

// usbPause waits so many milliseconds, whatever the state of interrupts.
func usbPause(milliseconds uint32) {
	var turn volatile.Register32
	// A turn takes more than ten cycles.
	for n := CPUFrequency() / 10000 * milliseconds; n != 0; n-- {
		turn.Set(n)
	}
}
