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
	irqUART0 = 29
	irqGPIO  = 30
)

func enableUART0() {
	const source = 21
	irq := interrupt.New(irqUART0, func(interrupt.Interrupt) { _UART0.drain() })
	irq.Connect(source)
	irq.Enable()
}

func enableGPIO() {
	irq := interrupt.New(irqGPIO, pinsChanged)
	irq.Connect(esp.SOURCE_GPIO)
	irq.Enable()
}
