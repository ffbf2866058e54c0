//go:build cortexm

package machine

import "device/arm"

// CPUReset restarts the chip.
func CPUReset() {
	arm.SystemReset()
}
