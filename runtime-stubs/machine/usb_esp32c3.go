//go:build esp32c3

package machine

// USBCDC is the serial port on USB.
var USBCDC = &usbSerialJTAG

// usbGiveBack has nothing to do: nobody else wants the pins.
func usbGiveBack() {}
