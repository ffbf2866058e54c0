//go:build tinygo.riscv

// Package riscv gives access to what every RISC-V core has.
package riscv

// Asm inserts assembly, a constant string. The compiler replaces the call.
func Asm(asm string)

// AsmFull inserts assembly whose operands stand in braces, {name} for regs["name"]; {} is the
// result. The compiler replaces the call.
func AsmFull(asm string, regs map[string]interface{}) uintptr
