//go:build (esp32c3 || esp32s3 || rp2040 || nrf) && !serial.usb

package machine

// Serial is the board's console.
var Serial = UART0
