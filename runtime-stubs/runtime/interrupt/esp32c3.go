//go:build esp32c3

package interrupt

import "device/esp"

// Numbers are those of the processor's 31 interrupts; Connect says which peripheral is behind one
// (ESP32-C3 Technical Reference Manual, chapter 8).

// Connect puts the interrupt of a peripheral, by its number in the table of sources, behind this
// one of the processor.
func (irq Interrupt) Connect(source int) {
	esp.INTERRUPT_CORE0.MAP[source].Set(uint32(irq.num))
}

// Enable lets the interrupt through to its handler, with priority 1 unless it has one.
func (irq Interrupt) Enable() {
	state := Disable()
	if esp.INTERRUPT_CORE0.CPU_INT_PRI[irq.num].Get() == 0 {
		esp.INTERRUPT_CORE0.CPU_INT_PRI[irq.num].Set(1)
	}
	esp.INTERRUPT_CORE0.CPU_INT_TYPE.ClearBits(1 << uint(irq.num))
	esp.INTERRUPT_CORE0.CPU_INT_ENABLE.SetBits(1 << uint(irq.num))
	Restore(state)
}

// Disable blocks the interrupt.
func (irq Interrupt) Disable() {
	state := Disable()
	esp.INTERRUPT_CORE0.CPU_INT_ENABLE.ClearBits(1 << uint(irq.num))
	Restore(state)
}

// SetPriority sets the priority, 1 to 15: of several that are pending the highest goes first; 0 is
// never.
func (irq Interrupt) SetPriority(priority uint8) {
	esp.INTERRUPT_CORE0.CPU_INT_PRI[irq.num].Set(uint32(priority & 15))
}
