//go:build stm32f4

package machine

import (
	"device/stm32"
	"runtime/interrupt"
)

// A line of the interrupt controller for each number that a pin has in its port.
var (
	linePins      [16]Pin
	lineCallbacks [16]func(Pin)
)

// SetInterrupt has callback called, in the interrupt, at each such change of the pin's level; a nil
// callback ends that. Of the pins with the same number in their ports, PA3 and PB3 say, one can have
// an interrupt (RM0090, sections 9.2 and 12.2).
func (p Pin) SetInterrupt(change PinChange, callback func(Pin)) error {
	if p > PE15 {
		return ErrInvalidInputPin
	}
	n := uint8(p & 15)
	bit := uint32(1) << n
	state := interrupt.Disable()
	defer interrupt.Restore(state)
	if lineCallbacks[n] != nil && linePins[n] != p {
		return ErrNoPinChangeChannel
	}
	stm32.EXTI.IMR.ClearBits(bit)
	lineCallbacks[n] = callback
	if callback == nil {
		return nil
	}
	linePins[n] = p
	stm32.RCC.APB2ENR.SetBits(stm32.RCC_APB2ENR_SYSCFGEN)
	stm32.SYSCFG.EXTICR[n>>2].ReplaceBits(uint32(p>>4), 0xf, n&3*4)
	stm32.EXTI.RTSR.ClearBits(bit)
	stm32.EXTI.FTSR.ClearBits(bit)
	if change&PinRising != 0 {
		stm32.EXTI.RTSR.SetBits(bit)
	}
	if change&PinFalling != 0 {
		stm32.EXTI.FTSR.SetBits(bit)
	}
	// What happened before does not count.
	stm32.EXTI.PR.Set(bit)
	stm32.EXTI.IMR.SetBits(bit)
	enableLine(n)
	return nil
}

func enableLine(n uint8) {
	switch {
	case n == 0:
		interrupt.New(stm32.IRQ_EXTI0, func(interrupt.Interrupt) { linesChanged(1 << 0) }).Enable()
	case n == 1:
		interrupt.New(stm32.IRQ_EXTI1, func(interrupt.Interrupt) { linesChanged(1 << 1) }).Enable()
	case n == 2:
		interrupt.New(stm32.IRQ_EXTI2, func(interrupt.Interrupt) { linesChanged(1 << 2) }).Enable()
	case n == 3:
		interrupt.New(stm32.IRQ_EXTI3, func(interrupt.Interrupt) { linesChanged(1 << 3) }).Enable()
	case n == 4:
		interrupt.New(stm32.IRQ_EXTI4, func(interrupt.Interrupt) { linesChanged(1 << 4) }).Enable()
	case n < 10:
		interrupt.New(stm32.IRQ_EXTI9_5, func(interrupt.Interrupt) { linesChanged(0x03e0) }).Enable()
	default:
		interrupt.New(stm32.IRQ_EXTI15_10, func(interrupt.Interrupt) { linesChanged(0xfc00) }).Enable()
	}
}

func linesChanged(lines uint32) {
	pending := stm32.EXTI.PR.Get() & lines
	stm32.EXTI.PR.Set(pending)
	for n := 0; pending != 0; n++ {
		if pending&1 != 0 && lineCallbacks[n] != nil {
			lineCallbacks[n](linePins[n])
		}
		pending >>= 1
	}
}
