//go:build tinygo.riscv

package riscv

// CSR is the number of a control and status register. Its methods are one instruction each where the
// number is constant.
type CSR uint16

// The registers of machine mode (RISC-V Instruction Set Manual, volume II, table of CSR addresses).
const (
	MSTATUS   CSR = 0x300
	MISA      CSR = 0x301
	MIE       CSR = 0x304
	MTVEC     CSR = 0x305
	MSCRATCH  CSR = 0x340
	MEPC      CSR = 0x341
	MCAUSE    CSR = 0x342
	MTVAL     CSR = 0x343
	MIP       CSR = 0x344
	MCYCLE    CSR = 0xb00
	MINSTRET  CSR = 0xb02
	MCYCLEH   CSR = 0xb80
	MINSTRETH CSR = 0xb82
	MHARTID   CSR = 0xf14
)

// Get reads the register; one that is not listed here is 0.
func (csr CSR) Get() uintptr {
	switch csr {
	case MSTATUS:
		return AsmFull("csrr {}, mstatus", nil)
	case MISA:
		return AsmFull("csrr {}, misa", nil)
	case MIE:
		return AsmFull("csrr {}, mie", nil)
	case MTVEC:
		return AsmFull("csrr {}, mtvec", nil)
	case MSCRATCH:
		return AsmFull("csrr {}, mscratch", nil)
	case MEPC:
		return AsmFull("csrr {}, mepc", nil)
	case MCAUSE:
		return AsmFull("csrr {}, mcause", nil)
	case MTVAL:
		return AsmFull("csrr {}, mtval", nil)
	case MIP:
		return AsmFull("csrr {}, mip", nil)
	case MCYCLE:
		return AsmFull("csrr {}, mcycle", nil)
	case MINSTRET:
		return AsmFull("csrr {}, minstret", nil)
	case MCYCLEH:
		return AsmFull("csrr {}, mcycleh", nil)
	case MINSTRETH:
		return AsmFull("csrr {}, minstreth", nil)
	case MHARTID:
		return AsmFull("csrr {}, mhartid", nil)
	}
	return 0
}

// Set writes the register.
func (csr CSR) Set(value uintptr) {
	switch csr {
	case MSTATUS:
		AsmFull("csrw mstatus, {v}", map[string]interface{}{"v": value})
	case MISA:
		AsmFull("csrw misa, {v}", map[string]interface{}{"v": value})
	case MIE:
		AsmFull("csrw mie, {v}", map[string]interface{}{"v": value})
	case MTVEC:
		AsmFull("csrw mtvec, {v}", map[string]interface{}{"v": value})
	case MSCRATCH:
		AsmFull("csrw mscratch, {v}", map[string]interface{}{"v": value})
	case MEPC:
		AsmFull("csrw mepc, {v}", map[string]interface{}{"v": value})
	case MCAUSE:
		AsmFull("csrw mcause, {v}", map[string]interface{}{"v": value})
	case MTVAL:
		AsmFull("csrw mtval, {v}", map[string]interface{}{"v": value})
	case MIP:
		AsmFull("csrw mip, {v}", map[string]interface{}{"v": value})
	case MCYCLE:
		AsmFull("csrw mcycle, {v}", map[string]interface{}{"v": value})
	case MINSTRET:
		AsmFull("csrw minstret, {v}", map[string]interface{}{"v": value})
	case MCYCLEH:
		AsmFull("csrw mcycleh, {v}", map[string]interface{}{"v": value})
	case MINSTRETH:
		AsmFull("csrw minstreth, {v}", map[string]interface{}{"v": value})
	}
}

// SetBits sets those bits.
func (csr CSR) SetBits(value uintptr) {
	switch csr {
	case MSTATUS:
		AsmFull("csrs mstatus, {v}", map[string]interface{}{"v": value})
	case MISA:
		AsmFull("csrs misa, {v}", map[string]interface{}{"v": value})
	case MIE:
		AsmFull("csrs mie, {v}", map[string]interface{}{"v": value})
	case MTVEC:
		AsmFull("csrs mtvec, {v}", map[string]interface{}{"v": value})
	case MSCRATCH:
		AsmFull("csrs mscratch, {v}", map[string]interface{}{"v": value})
	case MEPC:
		AsmFull("csrs mepc, {v}", map[string]interface{}{"v": value})
	case MCAUSE:
		AsmFull("csrs mcause, {v}", map[string]interface{}{"v": value})
	case MTVAL:
		AsmFull("csrs mtval, {v}", map[string]interface{}{"v": value})
	case MIP:
		AsmFull("csrs mip, {v}", map[string]interface{}{"v": value})
	case MCYCLE:
		AsmFull("csrs mcycle, {v}", map[string]interface{}{"v": value})
	case MINSTRET:
		AsmFull("csrs minstret, {v}", map[string]interface{}{"v": value})
	case MCYCLEH:
		AsmFull("csrs mcycleh, {v}", map[string]interface{}{"v": value})
	case MINSTRETH:
		AsmFull("csrs minstreth, {v}", map[string]interface{}{"v": value})
	}
}

// ClearBits clears those bits.
func (csr CSR) ClearBits(value uintptr) {
	switch csr {
	case MSTATUS:
		AsmFull("csrc mstatus, {v}", map[string]interface{}{"v": value})
	case MISA:
		AsmFull("csrc misa, {v}", map[string]interface{}{"v": value})
	case MIE:
		AsmFull("csrc mie, {v}", map[string]interface{}{"v": value})
	case MTVEC:
		AsmFull("csrc mtvec, {v}", map[string]interface{}{"v": value})
	case MSCRATCH:
		AsmFull("csrc mscratch, {v}", map[string]interface{}{"v": value})
	case MEPC:
		AsmFull("csrc mepc, {v}", map[string]interface{}{"v": value})
	case MCAUSE:
		AsmFull("csrc mcause, {v}", map[string]interface{}{"v": value})
	case MTVAL:
		AsmFull("csrc mtval, {v}", map[string]interface{}{"v": value})
	case MIP:
		AsmFull("csrc mip, {v}", map[string]interface{}{"v": value})
	case MCYCLE:
		AsmFull("csrc mcycle, {v}", map[string]interface{}{"v": value})
	case MINSTRET:
		AsmFull("csrc minstret, {v}", map[string]interface{}{"v": value})
	case MCYCLEH:
		AsmFull("csrc mcycleh, {v}", map[string]interface{}{"v": value})
	case MINSTRETH:
		AsmFull("csrc minstreth, {v}", map[string]interface{}{"v": value})
	}
}

// mie is the bit of MSTATUS that lets interrupts through.
const mie = 1 << 3

// DisableInterrupts turns interrupts off and tells how they were, for EnableInterrupts.
func DisableInterrupts() uintptr {
	mask := MSTATUS.Get()
	MSTATUS.ClearBits(mie)
	return mask
}

// EnableInterrupts turns interrupts on if they were on when DisableInterrupts gave this mask.
func EnableInterrupts(mask uintptr) {
	MSTATUS.SetBits(mask & mie)
}
