//go:build mimxrt1064_evk

package machine

// The pins of the MIMXRT1064-EVK (its user's guide and schematics): the LED lights when low, the
// button SW8 is low when pressed.
const (
	LED    = PA0 + 9 // GPIO_AD_B0_09
	BUTTON = PE0     // WAKEUP

	UART_TX_PIN = PA0 + 12
	UART_RX_PIN = PA0 + 13
)

// Serial is the board's console, on the debugger's serial port.
var Serial = UART1
