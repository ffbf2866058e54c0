//go:build esp || rp2040 || nrf || fe310

package machine

// DefaultUART is the board's usual serial port, whatever the console is.
var DefaultUART = UART0
