//go:build esp32c3

package machine

import "device/esp"

const deviceName = "ESP32-C3"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
)

// The pins of the chip.
const (
	GPIO0  Pin = 0
	GPIO1  Pin = 1
	GPIO2  Pin = 2
	GPIO3  Pin = 3
	GPIO4  Pin = 4
	GPIO5  Pin = 5
	GPIO6  Pin = 6
	GPIO7  Pin = 7
	GPIO8  Pin = 8
	GPIO9  Pin = 9
	GPIO10 Pin = 10
	GPIO11 Pin = 11
	GPIO12 Pin = 12
	GPIO13 Pin = 13
	GPIO14 Pin = 14
	GPIO15 Pin = 15
	GPIO16 Pin = 16
	GPIO17 Pin = 17
	GPIO18 Pin = 18
	GPIO19 Pin = 19
	GPIO20 Pin = 20
	GPIO21 Pin = 21
)

// Configure makes the pin an input or output (ESP32-C3 Technical Reference Manual, chapter 5).
func (p Pin) Configure(config PinConfig) {
	if p > GPIO21 {
		return
	}
	mux := uint32(esp.IO_MUX_MCU_SEL_GPIO | esp.IO_MUX_FUN_DRV_2 | esp.IO_MUX_FUN_IE)
	switch config.Mode {
	case PinInputPullup:
		mux |= esp.IO_MUX_FUN_WPU
	case PinInputPulldown:
		mux |= esp.IO_MUX_FUN_WPD
	}
	esp.IO_MUX.GPIO[p].Set(mux)
	if config.Mode == PinOutput {
		esp.GPIO.FUNC_OUT_SEL_CFG[p].Set(esp.GPIO_FUNC_OUT_SEL_GPIO)
		esp.GPIO.ENABLE_W1TS.Set(1 << p)
	} else {
		esp.GPIO.ENABLE_W1TC.Set(1 << p)
	}
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	if high {
		esp.GPIO.OUT_W1TS.Set(1 << (p & 31))
	} else {
		esp.GPIO.OUT_W1TC.Set(1 << (p & 31))
	}
}

// Get is the level at the pin.
func (p Pin) Get() bool {
	return esp.GPIO.IN.HasBits(1 << (p & 31))
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	return &esp.GPIO.OUT_W1TS.Reg, 1 << (p & 31)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	return &esp.GPIO.OUT_W1TC.Reg, 1 << (p & 31)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 160000000
}

// UART is a serial port (chapter 26).
type UART struct {
	Bus *esp.UART_Type
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: esp.UART0}
)

// Serial is the board's console.
var Serial = UART0

// Configure starts the port. UART0 is on its own pins (GPIO21 and GPIO20) from reset on, and other
// pins are not supported for it.
func (uart *UART) Configure(config UARTConfig) error {
	if config.TX != 0 && config.TX != UART_TX_PIN {
		return ErrInvalidOutputPin
	}
	if config.RX != 0 && config.RX != UART_RX_PIN {
		return ErrInvalidInputPin
	}
	if config.BaudRate == 0 {
		config.BaudRate = defaultBaudRate
	}
	uart.SetBaudRate(config.BaudRate)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The port is clocked from APB; the divider has 4 fractional bits from bit 20 on.
	const apb = 80000000
	div := (apb*16/br + 0)
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

// Buffered is the number of bytes that have arrived.
func (uart *UART) Buffered() int {
	return int(uart.Bus.STATUS.Get() & 0x3ff)
}

// ReadByte takes a byte that has arrived.
func (uart *UART) ReadByte() (byte, error) {
	if uart.Buffered() == 0 {
		return 0, errNoByte
	}
	return byte(uart.Bus.FIFO.Get()), nil
}
