//go:build serial.usb && (rp2040 || nrf52840)

package runtime

import "machine"

// drainConsole waits until the last words of a program are on their way.
func drainConsole() {
	machine.Serial.Flush()
}
