//go:build serial.usb

package machine

// Serial is the board's console.
var Serial = USBCDC
