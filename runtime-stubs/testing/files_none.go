//go:build !((qemu && (cortexm || riscv32 || tinygo.riscv32)) || (emulated && cortexm))

package testing

// mountHost has no emulator to ask for files.
func mountHost() {}
