//go:build serial.usb && (esp32s3 || imxrt106x || nrf52833 || nrf52840 || rp2040 || stm32f4)

package runtime

import "machine"

// drainConsole waits until the last words of a program are on their way.
func drainConsole() {
	machine.Serial.Flush()
}
