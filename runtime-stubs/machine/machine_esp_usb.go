//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// USB_DEVICE is the chip's own serial port on USB, which needs no set-up (chapters 30 and 33, USB
// Serial/JTAG Controller). What the host sends waits in the controller, which holds 64 bytes and lets
// the host wait, until the program reads it.
type USB_DEVICE struct {
	Bus *esp.USB_DEVICE_Type
	// Nobody took the bytes before: do not wait for the next.
	absent bool
}

var usbSerialJTAG = USB_DEVICE{Bus: esp.USB_DEVICE}

func (usb *USB_DEVICE) begin(config UARTConfig) error {
	return nil
}

// Configure does nothing: the speed of USB is its own.
func (usb *USB_DEVICE) Configure(config UARTConfig) error {
	return nil
}

// put adds a byte to the packet that goes to the host next, and tells whether there was room. While no
// host takes packets, bytes are lost, so that a program runs without one: it waits for a host once.
func (usb *USB_DEVICE) put(c byte) bool {
	patience := CPUFrequency() / 256
	if usb.absent {
		patience = 1
	}
	for ; patience != 0; patience-- {
		if usb.Bus.EP1_CONF.HasBits(esp.USB_DEVICE_EP1_CONF_IN_FREE) {
			usb.absent = false
			usb.Bus.EP1.Set(uint32(c))
			return true
		}
	}
	usb.absent = true
	return false
}

// flush lets the packet go.
func (usb *USB_DEVICE) flush() {
	usb.Bus.EP1_CONF.Set(esp.USB_DEVICE_EP1_CONF_WR_DONE)
}

// WriteByte sends a byte.
func (usb *USB_DEVICE) WriteByte(c byte) error {
	usb.put(c)
	usb.flush()
	return nil
}

// Write sends bytes; those that no host takes are lost.
func (usb *USB_DEVICE) Write(data []byte) (n int, err error) {
	for i, c := range data {
		usb.put(c)
		// A full packet goes by itself; the controller wants to be told of the rest.
		if i&63 == 63 || i == len(data)-1 {
			usb.flush()
		}
	}
	return len(data), nil
}

// Buffered is whether a byte has arrived: the controller does not say how many.
func (usb *USB_DEVICE) Buffered() int {
	if usb.Bus.EP1_CONF.HasBits(esp.USB_DEVICE_EP1_CONF_OUT_AVAIL) {
		return 1
	}
	return 0
}

// ReadByte takes a byte that has arrived.
func (usb *USB_DEVICE) ReadByte() (byte, error) {
	if usb.Buffered() == 0 {
		return 0, errNoByte
	}
	return byte(usb.Bus.EP1.Get()), nil
}

// Read takes the bytes that have arrived, at most len(data).
func (usb *USB_DEVICE) Read(data []byte) (n int, err error) {
	for n < len(data) && usb.Buffered() != 0 {
		data[n] = byte(usb.Bus.EP1.Get())
		n++
	}
	return n, nil
}
