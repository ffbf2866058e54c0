//go:build nrf52840_dk || pca10056

package machine

// The pins of the nRF52840 development kit (PCA10056).
const (
	LED1 Pin = 13
	LED2 Pin = 14
	LED3 Pin = 15
	LED4 Pin = 16
	LED      = LED1

	BUTTON1 Pin = 11
	BUTTON2 Pin = 12
	BUTTON3 Pin = 24
	BUTTON4 Pin = 25
	BUTTON      = BUTTON1

	UART_TX_PIN Pin = 6
	UART_RX_PIN Pin = 8
)
