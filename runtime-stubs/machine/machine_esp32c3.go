//go:build esp32c3

package machine

import (
	"device/esp"
	"runtime/interrupt"
)

const deviceName = "ESP32-C3"

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

// enableOutput lets the pin drive its line, or not.
func (p Pin) enableOutput(on bool) {
	if on {
		esp.GPIO.ENABLE_W1TS.Set(1 << (p & 31))
	} else {
		esp.GPIO.ENABLE_W1TC.Set(1 << (p & 31))
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

const (
	lastPin = GPIO21

	// enables the receiver's time-out; the threshold that fullThreshold masks is in bytes.
	timeoutEnable = 1 << 21
	fullThreshold = 0x1ff
)

// changedPins and clearPins are of 32 pins; this chip has one such bank.
func changedPins(bank Pin) uint32      { return esp.GPIO.PCPU_INT.Get() }
func clearPins(bank Pin, which uint32) { esp.GPIO.STATUS_W1TC.Set(which) }

// The processor's interrupts that this package takes for itself.
const (
	irqUART1 = 26
	irqTWAI  = 27
	irqRTC   = 28
	irqUART0 = 29
	irqGPIO  = 30
)

// enable lets the port's interrupt through.
func (uart *UART) enable() {
	const source0, source1 = 21, 22
	if uart.Bus == esp.UART1 {
		irq := interrupt.New(irqUART1, func(interrupt.Interrupt) { _UART1.drain() })
		irq.Connect(source1)
		irq.Enable()
		return
	}
	irq := interrupt.New(irqUART0, func(interrupt.Interrupt) { _UART0.drain() })
	irq.Connect(source0)
	irq.Enable()
}

// power resets the port and gives its signal.
func (uart *UART) power() (signal uint32) {
	esp.SYSTEM.PERIP_CLK_EN0.SetBits(esp.SYSTEM_PERIP_UART_MEM)
	if uart.Bus == esp.UART1 {
		uart.restartCore(startUART1)
		return esp.SIGNAL_U1RXD
	}
	uart.restartCore(startUART0)
	return esp.SIGNAL_U0RXD
}

func enableTWAI() {
	const source = 25
	irq := interrupt.New(irqTWAI, func(interrupt.Interrupt) { _CAN0.interrupted() })
	irq.Connect(source)
	irq.Enable()
}

func enableRTC() {
	const source = 27
	irq := interrupt.New(irqRTC, func(interrupt.Interrupt) { _RTC.ring() })
	irq.Connect(source)
	irq.Enable()
}

func enableGPIO() {
	irq := interrupt.New(irqGPIO, pinsChanged)
	irq.Connect(esp.SOURCE_GPIO)
	irq.Enable()
}

// spiLSBFirst has both directions begin with the lowest bit (SPI_CTRL_REG).
const spiLSBFirst = 1<<25 | 1<<26

// pins are the board's: clock, data out, data in.
func (spi *SPI) pins() (sck, sdo, sdi Pin) {
	return SPI_SCK_PIN, SPI_SDO_PIN, SPI_SDI_PIN
}

// start resets the bus and gives its signals: clock, data out, data in.
func (spi *SPI) start() (clock, out, in uint32) {
	startPeripheral(esp.SYSTEM_PERIP_SPI2)
	return esp.SIGNAL_FSPICLK, esp.SIGNAL_FSPID, esp.SIGNAL_FSPIQ
}

// start resets the bus and gives its signals.
func (i2c *I2C) start() (scl, sda uint32) {
	startPeripheral(esp.SYSTEM_PERIP_I2C_EXT0)
	return esp.SIGNAL_I2C0_SCL, esp.SIGNAL_I2C0_SDA
}

const (
	ledcChannels = 6
	// watchdogApply has the watchdog take over its settings.
	watchdogApply = 1 << 22
)
