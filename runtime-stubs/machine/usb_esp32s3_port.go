//go:build esp32s3

package machine

// USB_PORT is the serial port on the chip's USB pins, of one of two controllers: of Serial/JTAG, which
// needs no set-up, and from USBDev.Configure on of the USB device.
type USB_PORT struct{}

// USBCDC is the port.
var USBCDC = &USB_PORT{}

func (port *USB_PORT) begin(config UARTConfig) error {
	// A program before may have left the pins to the other controller.
	usbGiveBack()
	return nil
}

// Configure does nothing: the speed of USB is its own.
func (port *USB_PORT) Configure(config UARTConfig) error {
	return nil
}

// WriteByte sends a byte.
func (port *USB_PORT) WriteByte(c byte) error {
	if usbTaken {
		return _USBCDC.WriteByte(c)
	}
	return usbSerialJTAG.WriteByte(c)
}

// Write sends bytes; those that no host takes are lost.
func (port *USB_PORT) Write(data []byte) (n int, err error) {
	if usbTaken {
		return _USBCDC.Write(data)
	}
	return usbSerialJTAG.Write(data)
}

// Buffered is the number of bytes that have arrived, or 1, as Serial/JTAG does not say how many.
func (port *USB_PORT) Buffered() int {
	if usbTaken {
		return _USBCDC.Buffered()
	}
	return usbSerialJTAG.Buffered()
}

// ReadByte takes a byte that has arrived.
func (port *USB_PORT) ReadByte() (byte, error) {
	if usbTaken {
		return _USBCDC.ReadByte()
	}
	return usbSerialJTAG.ReadByte()
}

// Read takes the bytes that have arrived, at most len(data).
func (port *USB_PORT) Read(data []byte) (n int, err error) {
	if usbTaken {
		return _USBCDC.Read(data)
	}
	return usbSerialJTAG.Read(data)
}

// Flush waits until the host has taken what was sent to the USB device, or does not take it.
func (port *USB_PORT) Flush() error {
	if usbTaken {
		return _USBCDC.Flush()
	}
	return nil
}

// DTR tells whether a program on the host has the USB device's port open; Serial/JTAG does not know.
func (port *USB_PORT) DTR() bool {
	return usbTaken && _USBCDC.DTR()
}

// RTS is the other line that the host sets.
func (port *USB_PORT) RTS() bool {
	return usbTaken && _USBCDC.RTS()
}
