//go:build cortexm

// Package arm gives access to what every Cortex-M core has: special instructions, the system
// timer, the interrupt controller and the system control block
// (Armv6-M and Armv7-M Architecture Reference Manuals, System Control Space).
package arm

import (
	"runtime/volatile"
	"unsafe"
)

// Asm inserts assembly, a constant string. The compiler replaces the call.
func Asm(asm string)

// AsmFull inserts assembly whose operands stand in braces, {name} for regs["name"]; {} is the
// result. The compiler replaces the call.
func AsmFull(asm string, regs map[string]interface{}) uintptr

// SYST_Type is the system timer.
type SYST_Type struct {
	SYST_CSR   volatile.Register32 // 0xE000E010
	SYST_RVR   volatile.Register32
	SYST_CVR   volatile.Register32
	SYST_CALIB volatile.Register32
}

const (
	SYST_CSR_ENABLE      = 1 << 0
	SYST_CSR_TICKINT     = 1 << 1
	SYST_CSR_CLKSOURCE   = 1 << 2
	SYST_CSR_COUNTFLAG   = 1 << 16
	SYST_RVR_RELOAD_Msk  = 0xffffff
	SYST_CVR_CURRENT_Msk = 0xffffff
)

// NVIC_Type is the interrupt controller.
type NVIC_Type struct {
	ISER [8]volatile.Register32 // 0xE000E100
	_    [24]uint32
	ICER [8]volatile.Register32 // 0xE000E180
	_    [24]uint32
	ISPR [8]volatile.Register32 // 0xE000E200
	_    [24]uint32
	ICPR [8]volatile.Register32 // 0xE000E280
	_    [88]uint32
	IPR  [60]volatile.Register32 // 0xE000E400
}

// SCB_Type is the system control block.
type SCB_Type struct {
	CPUID volatile.Register32 // 0xE000ED00
	ICSR  volatile.Register32
	VTOR  volatile.Register32
	AIRCR volatile.Register32
	SCR   volatile.Register32
	CCR   volatile.Register32
	SHPR1 volatile.Register32
	SHPR2 volatile.Register32
	SHPR3 volatile.Register32
	SHCSR volatile.Register32
	CFSR  volatile.Register32
	HFSR  volatile.Register32
	DFSR  volatile.Register32
	MMFAR volatile.Register32
	BFAR  volatile.Register32
}

var (
	SYST = (*SYST_Type)(unsafe.Pointer(uintptr(0xE000E010)))
	NVIC = (*NVIC_Type)(unsafe.Pointer(uintptr(0xE000E100)))
	SCB  = (*SCB_Type)(unsafe.Pointer(uintptr(0xE000ED00)))
)

// EnableIRQ lets an external interrupt through.
func EnableIRQ(irq uint32) {
	NVIC.ISER[irq>>5].Set(1 << (irq & 31))
}

// DisableIRQ blocks an external interrupt.
func DisableIRQ(irq uint32) {
	NVIC.ICER[irq>>5].Set(1 << (irq & 31))
}

// SetPriority sets the priority of an external interrupt; only the upper bits count, and lower
// numbers go first.
func SetPriority(irq uint32, priority uint32) {
	shift := (irq & 3) * 8
	NVIC.IPR[irq>>2].ReplaceBits(priority, 0xff, uint8(shift))
}

// DisableInterrupts turns interrupts off and tells how they were, for EnableInterrupts.
func DisableInterrupts() uintptr {
	mask := AsmFull("mrs {}, PRIMASK", nil)
	Asm("cpsid i")
	return mask
}

// EnableInterrupts turns interrupts on if they were on when DisableInterrupts gave this mask.
func EnableInterrupts(mask uintptr) {
	if mask&1 == 0 {
		Asm("cpsie i")
	}
}

// systemTimerError is an error whose text is known at compile time.
type systemTimerError string

func (e systemTimerError) Error() string {
	return string(e)
}

var errCycles error = systemTimerError("device/arm: the system timer counts at most 16777215 cycles")

// SetupSystemTimer has the system timer cause its exception, which a function with the directive
// `//export SysTick_Handler` handles, every so many cycles of the processor; 0 stops it.
func SetupSystemTimer(cycles uint32) error {
	SYST.SYST_CSR.ClearBits(SYST_CSR_TICKINT | SYST_CSR_ENABLE)
	if cycles == 0 {
		return nil
	}
	// From the value down to 0.
	value := cycles - 1
	if value > SYST_RVR_RELOAD_Msk {
		return errCycles
	}
	SYST.SYST_RVR.Set(value)
	SYST.SYST_CVR.Set(value)
	SYST.SYST_CSR.SetBits(SYST_CSR_TICKINT | SYST_CSR_ENABLE | SYST_CSR_CLKSOURCE)
	return nil
}

// SystemReset restarts the processor.
func SystemReset() {
	const key, request = 0x05fa0000, 1 << 2
	SCB.AIRCR.Set(key | request)
	for {
		Asm("wfi")
	}
}
