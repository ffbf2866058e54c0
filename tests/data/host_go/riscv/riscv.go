// Package riscv is device/riscv for a test that looks at the instructions.
package riscv

// Executed gets each instruction.
var Executed = func(asm string) {}

func Asm(asm string) { Executed(asm) }
