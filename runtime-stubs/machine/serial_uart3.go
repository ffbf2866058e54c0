//go:build feather_stm32f405 && !serial.usb

package machine

// Serial is the board's console.
var Serial = UART3
