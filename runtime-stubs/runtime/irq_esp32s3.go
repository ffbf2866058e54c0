//go:build esp32s3

package runtime

import (
	"device/esp"
	"runtime/volatile"
)

// Interrupts of peripherals come through the interrupt matrix (ESP32-S3 Technical Reference Manual,
// chapter 9) to one interrupt of the core, of level 1, and are told apart by the matrix' status.

// matrixInterrupt is that interrupt of the core: triggered by level.
const matrixInterrupt = 2

// irqSources has a bit for each enabled interrupt of a peripheral.
var irqSources [4]volatile.Register32

// interruptEntry is called for each interrupt of the core, with its number.
//
//export embgo_interrupt
func interruptEntry(n uintptr) {
	if n == timer0 {
		timerRings()
		return
	}
	if !interrupts || n != matrixInterrupt {
		irqNone(n)
		return
	}
	for i := uintptr(0); i < 4; i++ {
		pending := esp.INTERRUPT_CORE0.STATUS[i].Get() & irqSources[i].Get()
		for n := i * 32; pending != 0; n++ {
			if pending&1 != 0 {
				irqDispatch(n)
			}
			pending >>= 1
		}
	}
}

// irqSource enables and disables the interrupt of a peripheral. Package interrupt calls it.
func irqSource(n uintptr, on bool) {
	// 16 is an interrupt inside of the core, which makes what is connected to it unconnected.
	to, bit := uint32(16), uint32(1)<<(n&31)
	state := irqDisable()
	sources := &irqSources[n>>5&3]
	sources.ClearBits(bit)
	if on {
		sources.SetBits(bit)
		to = matrixInterrupt
	}
	esp.INTERRUPT_CORE0.MAP[n].Set(to)
	irqSet(1<<matrixInterrupt, 0)
	irqRestore(state)
}
