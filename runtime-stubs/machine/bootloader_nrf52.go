//go:build nrf52

package machine

import (
	"device/arm"
	"device/nrf"
)

// EnterBootloader restarts the chip into the boot loader with a drive that Adafruit's, Seeed's and
// other boards have: it stays if it finds this number in a register that keeps its value over a
// reset (Adafruit_nRF52_Bootloader, "DFU_MAGIC_UF2_RESET"). A board without it just restarts.
func EnterBootloader() {
	const uf2 = 0x57
	nrf.POWER.GPREGRET.Set(uf2)
	arm.SystemReset()
}
