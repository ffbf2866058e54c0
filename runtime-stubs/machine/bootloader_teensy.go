//go:build teensy

package machine

import (
	"device/arm"
	"runtime/interrupt"
)

// EnterBootloader has the board's second chip take over, which holds the processor as a debugger does and
// knows this instruction (PJRC's core library, "_reboot_Teensyduino_"): it offers HalfKay on USB, which
// teensy_loader_cli writes through.
func EnterBootloader() {
	interrupt.Disable()
	for {
		arm.Asm("bkpt #251")
	}
}
