//go:build esp32s3

package machine

import (
	"device/esp"
	"runtime/interrupt"
	"runtime/volatile"
)

const deviceName = "ESP32-S3"

// The pins of the chip. There are no pins 22 to 25; 26 to 32 are those of the module's flash.
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
	GPIO26 Pin = 26
	GPIO27 Pin = 27
	GPIO28 Pin = 28
	GPIO29 Pin = 29
	GPIO30 Pin = 30
	GPIO31 Pin = 31
	GPIO32 Pin = 32
	GPIO33 Pin = 33
	GPIO34 Pin = 34
	GPIO35 Pin = 35
	GPIO36 Pin = 36
	GPIO37 Pin = 37
	GPIO38 Pin = 38
	GPIO39 Pin = 39
	GPIO40 Pin = 40
	GPIO41 Pin = 41
	GPIO42 Pin = 42
	GPIO43 Pin = 43
	GPIO44 Pin = 44
	GPIO45 Pin = 45
	GPIO46 Pin = 46
	GPIO47 Pin = 47
	GPIO48 Pin = 48
)

// bank1 is the first pin of the second bank of registers.
const bank1 = 32

// enableOutput lets the pin drive its line, or not.
func (p Pin) enableOutput(on bool) {
	set, clear := &esp.GPIO.ENABLE_W1TS, &esp.GPIO.ENABLE_W1TC
	if p >= bank1 {
		set, clear = &esp.GPIO.ENABLE1_W1TS, &esp.GPIO.ENABLE1_W1TC
	}
	if on {
		set.Set(1 << (p & 31))
	} else {
		clear.Set(1 << (p & 31))
	}
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	reg, mask := p.PortMaskClear()
	if high {
		reg, mask = p.PortMaskSet()
	}
	volatile.StoreUint32(reg, mask)
}

// Get is the level at the pin.
func (p Pin) Get() bool {
	if p >= bank1 {
		return esp.GPIO.IN1.HasBits(1 << (p & 31))
	}
	return esp.GPIO.IN.HasBits(1 << (p & 31))
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	if p >= bank1 {
		return &esp.GPIO.OUT1_W1TS.Reg, 1 << (p & 31)
	}
	return &esp.GPIO.OUT_W1TS.Reg, 1 << (p & 31)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	if p >= bank1 {
		return &esp.GPIO.OUT1_W1TC.Reg, 1 << (p & 31)
	}
	return &esp.GPIO.OUT_W1TC.Reg, 1 << (p & 31)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 240000000
}

const (
	lastPin = GPIO48

	// enables the receiver's time-out; the threshold that fullThreshold masks is in bytes.
	timeoutEnable = 1 << 23
	fullThreshold = 0x3ff
)

// changedPins are the pins of a bank, of 32, whose interrupts wait.
func changedPins(bank Pin) uint32 {
	if bank != 0 {
		return esp.GPIO.PCPU_INT1.Get()
	}
	return esp.GPIO.PCPU_INT.Get()
}

func clearPins(bank Pin, which uint32) {
	if bank != 0 {
		esp.GPIO.STATUS1_W1TC.Set(which)
	} else {
		esp.GPIO.STATUS_W1TC.Set(which)
	}
}

var (
	UART2  = &_UART2
	_UART2 = UART{Bus: esp.UART2}
)

// enable lets the port's interrupt through.
func (uart *UART) enable() {
	const source0, source1, source2 = 27, 28, 29
	switch uart.Bus {
	case esp.UART1:
		interrupt.New(source1, func(interrupt.Interrupt) { _UART1.drain() }).Enable()
	case esp.UART2:
		interrupt.New(source2, func(interrupt.Interrupt) { _UART2.drain() }).Enable()
	default:
		interrupt.New(source0, func(interrupt.Interrupt) { _UART0.drain() }).Enable()
	}
}

// power resets the port and gives its signal.
func (uart *UART) power() (signal uint32) {
	esp.SYSTEM.PERIP_CLK_EN0.SetBits(esp.SYSTEM_PERIP_UART_MEM)
	switch uart.Bus {
	case esp.UART1:
		uart.restartCore(startUART1)
		return esp.SIGNAL_U1RXD
	case esp.UART2:
		uart.restartCore(startUART2)
		return esp.SIGNAL_U2RXD
	}
	uart.restartCore(startUART0)
	return esp.SIGNAL_U0RXD
}

func startUART2() {
	esp.SYSTEM.PERIP_CLK_EN1.SetBits(esp.SYSTEM_PERIP_UART2)
	esp.SYSTEM.PERIP_RST_EN1.SetBits(esp.SYSTEM_PERIP_UART2)
	esp.SYSTEM.PERIP_RST_EN1.ClearBits(esp.SYSTEM_PERIP_UART2)
}

func enableTWAI() {
	const source = 37
	interrupt.New(source, func(interrupt.Interrupt) { _CAN0.interrupted() }).Enable()
}

func enableRTC() {
	const source = 39
	interrupt.New(source, func(interrupt.Interrupt) { _RTC.ring() }).Enable()
}

func enableGPIO() {
	interrupt.New(esp.SOURCE_GPIO, pinsChanged).Enable()
}

var (
	SPI3  = &_SPI3
	_SPI3 = SPI{Bus: esp.SPI3}
	// SPI1 is another name of the second free bus.
	SPI1 = SPI3

	I2C1  = &_I2C1
	_I2C1 = I2C{Bus: esp.I2C1}
)

// spiLSBFirst has both directions begin with the lowest bit (SPI_CTRL_REG).
const spiLSBFirst = 3<<23 | 3<<25

// pins are the board's: clock, data out, data in.
func (spi *SPI) pins() (sck, sdo, sdi Pin) {
	if spi.Bus == esp.SPI3 {
		return SPI2_SCK_PIN, SPI2_MOSI_PIN, SPI2_MISO_PIN
	}
	return SPI_SCK_PIN, SPI_SDO_PIN, SPI_SDI_PIN
}

// start resets the bus and gives its signals: clock, data out, data in.
func (spi *SPI) start() (clock, out, in uint32) {
	if spi.Bus == esp.SPI3 {
		startPeripheral(esp.SYSTEM_PERIP_SPI3)
		return esp.SIGNAL_SPI3_CLK, esp.SIGNAL_SPI3_D, esp.SIGNAL_SPI3_Q
	}
	startPeripheral(esp.SYSTEM_PERIP_SPI2)
	return esp.SIGNAL_FSPICLK, esp.SIGNAL_FSPID, esp.SIGNAL_FSPIQ
}

// start resets the bus and gives its signals.
func (i2c *I2C) start() (scl, sda uint32) {
	if i2c.Bus == esp.I2C1 {
		startPeripheral(esp.SYSTEM_PERIP_I2C_EXT1)
		return esp.SIGNAL_I2C1_SCL, esp.SIGNAL_I2C1_SDA
	}
	startPeripheral(esp.SYSTEM_PERIP_I2C_EXT0)
	return esp.SIGNAL_I2C0_SCL, esp.SIGNAL_I2C0_SDA
}

const (
	ledcChannels = 8
	// watchdogApply: this chip's watchdog takes over its settings by itself.
	watchdogApply = 0
)
