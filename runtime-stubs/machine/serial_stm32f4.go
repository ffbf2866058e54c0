//go:build stm32f4 && !serial.usb

package machine

// Serial is the board's console.
var Serial = DefaultUART
