//go:build imxrt106x && !mimxrt1064_evk && !teensy41

package machine

// A board of one's own with an i.MX RT106x, whose ports and buses have pins of their own.
const (
	UART_TX_PIN = PA0 + 12
	UART_RX_PIN = PA0 + 13
)

// DefaultUART is the usual serial port.
var DefaultUART = UART1

// SPI0 is another name of the first bus.
var SPI0 = SPI1
