// Package device gives access to what every processor has.
package device

// Asm inserts one line of assembly, a constant string. The compiler replaces the call.
func Asm(asm string)
