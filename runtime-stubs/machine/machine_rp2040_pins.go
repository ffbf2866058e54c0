//go:build rp2040

package machine

import (
	"device/rp"
	"runtime/interrupt"
)

var pinCallbacks [30]func(Pin)

// SetInterrupt has callback called, in the interrupt, at each such change of the pin's level; a nil
// callback ends that (RP2040 Datasheet, section 2.19.3).
func (p Pin) SetInterrupt(change PinChange, callback func(Pin)) error {
	if p > 29 {
		return ErrInvalidInputPin
	}
	enable, shift := &rp.IO_BANK0.PROC0_INTE[p>>3], p&7*4
	state := interrupt.Disable()
	enable.ClearBits(15 << shift)
	pinCallbacks[p] = callback
	if callback != nil {
		edges := uint32(0)
		if change&PinFalling != 0 {
			edges |= edgeLow
		}
		if change&PinRising != 0 {
			edges |= edgeHigh
		}
		// What happened before does not count.
		rp.IO_BANK0.INTR[p>>3].Set(edges << shift)
		enable.SetBits(edges << shift)
		interrupt.New(rp.IRQ_IO_BANK0, pinsChanged).Enable()
	}
	interrupt.Restore(state)
	return nil
}

const (
	edgeLow  = 1 << 2
	edgeHigh = 1 << 3
)

func pinsChanged(interrupt.Interrupt) {
	for i := range rp.IO_BANK0.PROC0_INTS {
		pending := rp.IO_BANK0.PROC0_INTS[i].Get()
		rp.IO_BANK0.INTR[i].Set(pending)
		for n := 0; pending != 0; n++ {
			if pending&15 != 0 && pinCallbacks[i*8+n] != nil {
				pinCallbacks[i*8+n](Pin(i*8 + n))
			}
			pending >>= 4
		}
	}
}
