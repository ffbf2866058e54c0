//go:build nrf && !qemu

package runtime

import (
	"device/nrf"
	"machine"
)

// initChip asks for the crystal and starts the clock.
func initChip() {
	nrf.CLOCK.TASKS_HFCLKSTART.Set(1)
	initClock()
	if chipConsole {
		machine.InitSerial()
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}
