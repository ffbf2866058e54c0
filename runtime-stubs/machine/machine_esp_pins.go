//go:build esp32c3 || esp32s3

package machine

import (
	"device/esp"
	"runtime/interrupt"
)

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
