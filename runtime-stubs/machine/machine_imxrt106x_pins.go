//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
)

// The functions of the pins with an interrupt. A table of all would take two kilobytes.
var pinHandlers [8]struct {
	pin      Pin
	callback func(Pin)
}

// SetInterrupt has callback called, in the interrupt, at each such change of the pin's level; a nil
// callback ends that. Eight pins can have one.
func (p Pin) SetInterrupt(change PinChange, callback func(Pin)) error {
	if p > lastPin {
		return ErrInvalidInputPin
	}
	state := interrupt.Disable()
	defer interrupt.Restore(state)
	port, bit := p.port(), uint32(1)<<(p&31)
	port.IMR.ClearBits(bit)
	free := -1
	for i := range pinHandlers {
		h := &pinHandlers[i]
		if h.callback != nil && h.pin == p {
			h.callback = nil
		}
		if h.callback == nil {
			free = i
		}
	}
	if callback == nil {
		return nil
	}
	if free < 0 {
		return ErrNoPinChangeChannel
	}
	pinHandlers[free].pin, pinHandlers[free].callback = p, callback
	const rising, falling = 2, 3
	kind := uint32(rising)
	if change == PinFalling {
		kind = falling
	}
	port.ICR[p&31>>4].ReplaceBits(kind, 3, uint8(p&15)*2)
	// Either edge, whatever ICR says.
	if change&PinToggle == PinToggle {
		port.EDGE_SEL.SetBits(bit)
	} else {
		port.EDGE_SEL.ClearBits(bit)
	}
	// What happened before does not count.
	port.ISR.Set(bit)
	port.IMR.SetBits(bit)
	enablePort(p >> 4)
	return nil
}

// enablePort turns on the interrupt of half a port.
func enablePort(half Pin) {
	switch half {
	case 0:
		interrupt.New(nxp.IRQ_GPIO1_Combined_0_15, func(interrupt.Interrupt) { pinsChanged(0) }).Enable()
	case 1:
		interrupt.New(nxp.IRQ_GPIO1_Combined_16_31, func(interrupt.Interrupt) { pinsChanged(0) }).Enable()
	case 2:
		interrupt.New(nxp.IRQ_GPIO2_Combined_0_15, func(interrupt.Interrupt) { pinsChanged(32) }).Enable()
	case 3:
		interrupt.New(nxp.IRQ_GPIO2_Combined_16_31, func(interrupt.Interrupt) { pinsChanged(32) }).Enable()
	case 4:
		interrupt.New(nxp.IRQ_GPIO3_Combined_0_15, func(interrupt.Interrupt) { pinsChanged(64) }).Enable()
	case 5:
		interrupt.New(nxp.IRQ_GPIO3_Combined_16_31, func(interrupt.Interrupt) { pinsChanged(64) }).Enable()
	case 6:
		interrupt.New(nxp.IRQ_GPIO4_Combined_0_15, func(interrupt.Interrupt) { pinsChanged(96) }).Enable()
	case 7:
		interrupt.New(nxp.IRQ_GPIO4_Combined_16_31, func(interrupt.Interrupt) { pinsChanged(96) }).Enable()
	default:
		interrupt.New(nxp.IRQ_GPIO5_Combined_0_15, func(interrupt.Interrupt) { pinsChanged(128) }).Enable()
	}
}

// pinsChanged calls the functions of a port's pins that have changed.
func pinsChanged(first Pin) {
	port := first.port()
	pending := port.ISR.Get() & port.IMR.Get()
	port.ISR.Set(pending)
	for i := range pinHandlers {
		h := &pinHandlers[i]
		if h.callback != nil && h.pin&^31 == first && pending&(1<<(h.pin&31)) != 0 {
			h.callback(h.pin)
		}
	}
}
