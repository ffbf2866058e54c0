//go:build (esp32c3 || esp32s3) && serial.usb

package machine

// Serial is the board's console.
var Serial = USBCDC
