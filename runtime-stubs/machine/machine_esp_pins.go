//go:build esp32c3 || esp32s3

package machine

import (
	"device/esp"
	"runtime/interrupt"
)

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
	PinAnalog
)

// openDrain is the bit of GPIO_PINn_REG that lets the output pull its line down only.
const openDrain = 1 << 2

// Configure makes the pin an input or output (chapters 5 and 6, IO MUX and GPIO matrix).
func (p Pin) Configure(config PinConfig) {
	if p > lastPin {
		return
	}
	mux := uint32(esp.IO_MUX_MCU_SEL_GPIO | esp.IO_MUX_FUN_DRV_2 | esp.IO_MUX_FUN_IE)
	switch config.Mode {
	case PinInputPullup:
		mux |= esp.IO_MUX_FUN_WPU
	case PinInputPulldown:
		mux |= esp.IO_MUX_FUN_WPD
	case PinAnalog:
		mux &^= esp.IO_MUX_FUN_IE
	}
	esp.IO_MUX.GPIO[p].Set(mux)
	esp.GPIO.PIN[p].ClearBits(openDrain)
	if config.Mode == PinOutput {
		esp.GPIO.FUNC_OUT_SEL_CFG[p].Set(esp.GPIO_FUNC_OUT_SEL_GPIO)
	}
	p.enableOutput(config.Mode == PinOutput)
}

// output connects the pin to an output of a peripheral.
func (p Pin) output(signal uint32) {
	if p > lastPin {
		return
	}
	p.Configure(PinConfig{Mode: PinInput})
	esp.GPIO.FUNC_OUT_SEL_CFG[p].Set(signal | esp.GPIO_FUNC_OEN_SEL)
	p.enableOutput(true)
}

// input connects the pin to an input of a peripheral.
func (p Pin) input(signal uint32) {
	if p > lastPin {
		return
	}
	p.Configure(PinConfig{Mode: PinInput})
	esp.GPIO.FUNC_IN_SEL_CFG[signal].Set(uint32(p) | esp.GPIO_SIG_IN_SEL)
}

// bidirectional connects the pin to an output and the input of the same number, which share a line
// that is pulled up.
func (p Pin) bidirectional(signal uint32) {
	if p > lastPin {
		return
	}
	p.Configure(PinConfig{Mode: PinInputPullup})
	esp.GPIO.PIN[p].SetBits(openDrain)
	esp.GPIO.FUNC_IN_SEL_CFG[signal].Set(uint32(p) | esp.GPIO_SIG_IN_SEL)
	esp.GPIO.FUNC_OUT_SEL_CFG[p].Set(signal | esp.GPIO_FUNC_OEN_SEL)
	p.enableOutput(true)
}

// startPeripheral gives a peripheral, by its bit, its clock and resets it.
func startPeripheral(bit uint32) {
	esp.SYSTEM.PERIP_CLK_EN0.SetBits(bit)
	esp.SYSTEM.PERIP_RST_EN0.SetBits(bit)
	esp.SYSTEM.PERIP_RST_EN0.ClearBits(bit)
}

var pinCallbacks [lastPin + 1]func(Pin)

// SetInterrupt has callback called, in the interrupt, at each such change of the pin's level; a nil
// callback ends that (chapters 5 and 6, GPIO_PINn_REG).
func (p Pin) SetInterrupt(change PinChange, callback func(Pin)) error {
	if p > lastPin {
		return ErrInvalidInputPin
	}
	state := interrupt.Disable()
	esp.GPIO.PIN[p].Set(0)
	pinCallbacks[p] = callback
	if callback != nil {
		// What happened before does not count.
		clearPins(p>>5, 1<<(p&31))
		// 1 is rising, 2 falling, 3 both.
		esp.GPIO.PIN[p].Set(uint32(change&PinToggle)<<esp.GPIO_PIN_INT_TYPE_Pos | esp.GPIO_PIN_INT_ENA)
		enableGPIO()
	}
	interrupt.Restore(state)
	return nil
}

func pinsChanged(interrupt.Interrupt) {
	for bank := Pin(0); bank <= lastPin>>5; bank++ {
		pending := changedPins(bank)
		clearPins(bank, pending)
		for p := bank * 32; pending != 0; p++ {
			if pending&1 != 0 && p <= lastPin && pinCallbacks[p] != nil {
				pinCallbacks[p](p)
			}
			pending >>= 1
		}
	}
}
