//go:build !cortexm

package runtime

import _ "unsafe"

// reset starts the program again with interrupts off. Peripherals stay as they are: there is no
// register for this that all chips of the family have.
func reset() {
	irqDisable()
	restart()
}

//go:linkname restart embgo_restart
func restart()
