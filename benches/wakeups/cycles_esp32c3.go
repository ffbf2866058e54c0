//go:build esp32c3

package main

import "device/riscv"

// The chip counts in registers of its own (ESP32-C3 Technical Reference Manual, 1.4: mpcer, mpcmr,
// mpccr) and has no mcycle. In the simulator it is the other way round: mpccr makes steps of 256.
var own bool

func startCycles() {
	riscv.AsmFull("csrw 0x7e0, {v}", map[string]interface{}{"v": 1}) // count cycles
	riscv.AsmFull("csrw 0x7e1, {v}", map[string]interface{}{"v": 1}) // and begin
	before := ownCycles()
	passed := ownCycles() - before
	own = passed > 0 && passed < 100
}

func ownCycles() uint32 {
	return uint32(riscv.AsmFull("csrr {}, 0x7e2", nil))
}

func cycles() uint32 {
	if own {
		return ownCycles()
	}
	return uint32(riscv.AsmFull("csrr {}, mcycle", nil))
}
