//go:build stm32f4disco && !serial.usb

package machine

// Serial is the board's console.
var Serial = UART2
