//go:build esp32c3 || esp32s3

package machine

import (
	"device/esp"
	"unsafe"
)

// UART is a serial port (chapter 26 of both manuals).
type UART struct {
	Bus       *esp.UART_Type
	buffer    RingBuffer
	listening bool
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: esp.UART0}
)

// start starts the port without its interrupt. UART0 is on its own pins from reset on, and other pins are not
// supported for it.
func (uart *UART) start(config UARTConfig) error {
	if config.TX != 0 && config.TX != UART_TX_PIN {
		return ErrInvalidOutputPin
	}
	if config.RX != 0 && config.RX != UART_RX_PIN {
		return ErrInvalidInputPin
	}
	uart.SetBaudRate(config.BaudRate)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The port is clocked from APB; the divider has 4 fractional bits from bit 20 on.
	const apb = 80000000
	div := apb * 16 / br
	const sourceAPB, sclkEnable, txEnable, rxEnable = 1 << 20, 1 << 22, 1 << 24, 1 << 25
	uart.Bus.CLK_CONF.Set(sourceAPB | sclkEnable | txEnable | rxEnable)
	uart.Bus.CLKDIV.Set(div>>4 | div&15<<20)
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
	enableUART0()
}

// drain takes all bytes that the port holds, which ends its interrupt.
func (uart *UART) drain() {
	for uart.Bus.STATUS.Get()&0x3ff != 0 {
		uart.Receive(byte(uart.Bus.FIFO.Get()))
	}
	uart.Bus.INT_CLR.Set(uartRXFull | uartRXTimeout)
}

// CPUReset restarts the chip (chapter 9, RTC_CNTL_OPTIONS0_REG).
func CPUReset() {
	for {
		esp.RTC_CNTL.OPTIONS0.SetBits(esp.RTC_CNTL_OPTIONS0_SW_SYS_RST)
	}
}

// DeviceID is the address of the chip's network interface, 48 bits that only it has (chapters 4 and
// 5, EFUSE_RD_MAC_SPI_SYS_0_REG).
func DeviceID() []byte {
	id := make([]byte, deviceIDLength)
	readDeviceID(id)
	return id
}

const deviceIDLength = 6

func readDeviceID(to []byte) {
	for i := range to[:deviceIDLength] {
		at := deviceIDLength - 1 - i
		to[i] = byte(esp.EFUSE_MAC[at>>2].Get() >> (at & 3 * 8))
	}
}

//go:extern _stext
var textStart [0]byte

// flashMapped tells whether the program runs from the flash, through the cache: then it lies in a window
// on it.
func flashMapped() bool {
	const window = 0x42000000
	return uintptr(unsafe.Pointer(&textStart)) >= window
}
