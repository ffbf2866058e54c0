//go:build hifive1b

package machine

// The pins of the HiFive1 Rev B; the LEDs are lit by a low level.
const (
	LED_GREEN = P19
	LED_BLUE  = P21
	LED_RED   = P22
	LED       = LED_RED

	UART_TX_PIN = P17
	UART_RX_PIN = P16
)
