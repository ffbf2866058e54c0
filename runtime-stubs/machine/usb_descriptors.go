//go:build esp32s3 || imxrt106x || nrf52833 || nrf52840 || rp2040 || stm32f4

package machine

// The types of descriptors (USB 2.0 Specification, table 9-5).
const (
	usbDeviceDescriptor        = 1
	usbConfigurationDescriptor = 2
	usbStringDescriptor        = 3
)

// The numbers of the strings that the device's descriptor names.
const (
	usbLanguage = iota
	usbManufacturerString
	usbProductString
	usbSerialString
)

// usbDevice: USB 2.0 Specification, section 9.6.1. The class says that the interfaces belong together
// as their descriptors tell (ECN "Interface Association Descriptor").
var usbDevice = [18]byte{
	18, usbDeviceDescriptor, 0x00, 0x02, 0xef, 2, 1, usbPacketSize,
	usbVendorID & 0xff, usbVendorID >> 8, usbProductID & 0xff, usbProductID >> 8,
	0x00, 0x01, usbManufacturerString, usbProductString, usbSerialString, 1,
}

const usbConfigurationLength = 9 + 8 + 9 + 5 + 5 + 4 + 5 + 7 + 9 + 7 + 7

// usbConfiguration has the one configuration, its interfaces and endpoints: USB 2.0 Specification,
// section 9.6; Communications Devices 1.2, section 5.2.3; PSTN Subclass 1.2, section 5.3.
var usbConfiguration = [usbConfigurationLength]byte{
	// Two interfaces, fed by the bus, up to 500 mA for what the board may have.
	9, usbConfigurationDescriptor, usbConfigurationLength, 0, 2, 1, 0, 0x80, 250,
	// They are one function: communications, abstract control model.
	8, 11, 0, 2, 2, 2, 0, 0,
	// The interface for requests, with an endpoint for notifications, of which there are none.
	9, 4, 0, 0, 1, 2, 2, 0, 0,
	5, 0x24, 0, 0x20, 0x01, // class descriptors, version 1.20
	5, 0x24, 1, 0, 1, // no calls
	4, 0x24, 2, 0x02, // line coding and control lines
	5, 0x24, 6, 0, 1, // interface 0 controls interface 1
	7, 5, usbNotify, 3, 16, 0, 16,
	// The interface for data.
	9, 4, 1, 0, 2, 10, 0, 0, 0,
	7, 5, usbDataOut, 2, usbPacketSize, 0, 0,
	7, 5, usbDataIn, 2, usbPacketSize, 0, 0,
}

// usbSerial is the chip's number.
var usbSerial [deviceIDLength]byte

// usbDescriptor gives the descriptor of a type, the upper byte, and a number.
func usbDescriptor(which uint16) ([]byte, bool) {
	number := uint8(which)
	switch which >> 8 {
	case usbDeviceDescriptor:
		return usbDevice[:], number == 0
	case usbConfigurationDescriptor:
		if usbHIDOn {
			return usbHID.configuration[:], number == 0
		}
		return usbConfiguration[:], number == 0
	case usbStringDescriptor:
		switch number {
		case usbLanguage:
			return usbAnswerBytes(4, usbStringDescriptor, 0x09, 0x04), true
		case usbManufacturerString:
			return usbString(usbManufacturer), true
		case usbProductString:
			return usbString(usbProduct), true
		case usbSerialString:
			return usbNumber(), true
		}
	}
	return nil, false
}

// usbAnswerBytes makes an answer of bytes.
func usbAnswerBytes(b ...byte) []byte {
	return usb.scratch[:copy(usb.scratch[:], b)]
}

// usbString makes a descriptor of at most 31 characters.
func usbString(text string) []byte {
	n := 2
	for i := 0; i < len(text) && n < len(usb.scratch); i++ {
		usb.scratch[n], usb.scratch[n+1] = text[i], 0
		n += 2
	}
	usb.scratch[0], usb.scratch[1] = uint8(n), usbStringDescriptor
	return usb.scratch[:n]
}

// usbNumber makes a descriptor of the chip's number.
func usbNumber() []byte {
	const digits = "0123456789ABCDEF"
	n := 2
	for _, b := range usbSerial {
		if n+4 > len(usb.scratch) {
			break
		}
		usb.scratch[n], usb.scratch[n+1] = digits[b>>4], 0
		usb.scratch[n+2], usb.scratch[n+3] = digits[b&15], 0
		n += 4
	}
	usb.scratch[0], usb.scratch[1] = uint8(n), usbStringDescriptor
	return usb.scratch[:n]
}
