//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// UART is a serial port (chapter 26 of both manuals).
type UART struct {
	Bus       *esp.UART_Type
	buffer    RingBuffer
	listening bool
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: esp.UART0}
	UART1  = &_UART1
	_UART1 = UART{Bus: esp.UART1}
)

const uartFlowControl = false

// start starts the port without its interrupt. UART0 is on its own pins from reset on; the others must
// be given theirs, any two.
func (uart *UART) start(config UARTConfig) error {
	own := config.TX == UART_TX_PIN && config.RX == UART_RX_PIN
	if config.TX == 0 && config.RX == 0 {
		own = true
	}
	if uart == UART0 && own {
		uart.SetBaudRate(config.BaudRate)
		return nil
	}
	if config.TX == config.RX || config.TX != NoPin && config.TX > lastPin {
		return ErrInvalidOutputPin
	}
	if config.RX != NoPin && config.RX > lastPin {
		return ErrInvalidInputPin
	}
	signal := uart.power()
	uart.SetBaudRate(config.BaudRate)
	uart.SetFormat(8, 1, ParityNone)
	config.TX.output(signal)
	config.RX.input(signal)
	if config.RX != NoPin {
		// A line that nobody drives rests.
		esp.IO_MUX.GPIO[config.RX].SetBits(esp.IO_MUX_FUN_WPU)
	}
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The port is clocked from APB through a prescaler, since the divider has 12 bits only, and 4
	// fractional bits from bit 20 on.
	const apb, longest = 80000000, 4095
	prescaler := apb/longest/br + 1
	div := apb * 16 / prescaler / br
	const sourceAPB, sclkEnable, txEnable, rxEnable = 1 << 20, 1 << 22, 1 << 24, 1 << 25
	uart.Bus.CLK_CONF.Set((prescaler-1)<<12 | sourceAPB | sclkEnable | txEnable | rxEnable)
	uart.Bus.CLKDIV.Set(div>>4 | div&15<<20)
}

// SetFormat sets the number of bits in a byte (5 to 8) and of bits after it (1, 2), and the parity.
func (uart *UART) SetFormat(dataBits, stopBits uint8, parity UARTParity) error {
	if dataBits < 5 || dataBits > 8 || stopBits < 1 || stopBits > 2 || parity > ParityOdd {
		return errUARTFormat
	}
	format := uint32(dataBits-5)<<esp.UART_CONF0_BIT_NUM_Pos |
		uint32(2*stopBits-1)<<esp.UART_CONF0_STOP_BIT_NUM_Pos
	if parity != ParityNone {
		format |= esp.UART_CONF0_PARITY_EN
		if parity == ParityOdd {
			format |= esp.UART_CONF0_PARITY_ODD
		}
	}
	uart.Bus.CONF0.ReplaceBits(format, 0x3f, 0)
	return nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	const fifo = 128
	for uart.Bus.STATUS.Get()>>16&0x3ff >= fifo-1 {
	}
	uart.Bus.FIFO.Set(uint32(c))
	return nil
}

const (
	uartRXFull    = 1 << 0
	uartRXTimeout = 1 << 8
)

// listen turns the port's interrupt on: for half of its 128 bytes, or fewer and then a pause.
func (uart *UART) listen() {
	uart.Bus.CONF1.Set(uart.Bus.CONF1.Get()&^fullThreshold | 64 | timeoutEnable)
	uart.Bus.INT_CLR.Set(uartRXFull | uartRXTimeout)
	uart.Bus.INT_ENA.Set(uartRXFull | uartRXTimeout)
	uart.enable()
}

// drain takes all bytes that the port holds, which ends its interrupt.
func (uart *UART) drain() {
	for uart.Bus.STATUS.Get()&0x3ff != 0 {
		uart.Receive(byte(uart.Bus.FIFO.Get()))
	}
	uart.Bus.INT_CLR.Set(uartRXFull | uartRXTimeout)
}

// restartCore resets the port's own part around the peripheral's reset (section "Initializing").
func (uart *UART) restartCore(restart func()) {
	uart.Bus.CLK_CONF.SetBits(esp.UART_CLK_CONF_RST_CORE)
	restart()
	uart.Bus.CLK_CONF.ClearBits(esp.UART_CLK_CONF_RST_CORE)
}

func startUART0() { startPeripheral(esp.SYSTEM_PERIP_UART0) }
func startUART1() { startPeripheral(esp.SYSTEM_PERIP_UART1) }
