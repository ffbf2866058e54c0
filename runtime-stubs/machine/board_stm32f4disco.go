//go:build stm32f4disco

package machine

// The pins of the STM32F4DISCOVERY board.
const (
	LED_GREEN  = PD12
	LED_ORANGE = PD13
	LED_RED    = PD14
	LED_BLUE   = PD15

	LED  = LED_GREEN
	LED1 = LED_GREEN
	LED2 = LED_ORANGE
	LED3 = LED_RED
	LED4 = LED_BLUE

	BUTTON = PA0

	UART_TX_PIN = PA2
	UART_RX_PIN = PA3
)

// Serial is the board's console.
var Serial = UART2
