//go:build imxrt106x && !serial.usb

package machine

// Serial is the board's console.
var Serial = DefaultUART
