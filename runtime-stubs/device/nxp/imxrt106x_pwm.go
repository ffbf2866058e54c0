//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// PWM_SM_Type is a submodule: a counter with its outputs.
type PWM_SM_Type struct {
	CNT      volatile.Register16
	INIT     volatile.Register16
	CTRL2    volatile.Register16
	CTRL     volatile.Register16
	_        uint16
	VAL0     volatile.Register16 // 0x0a
	FRACVAL1 volatile.Register16
	VAL1     volatile.Register16 // 0x0e
	FRACVAL2 volatile.Register16
	VAL2     volatile.Register16 // 0x12
	FRACVAL3 volatile.Register16
	VAL3     volatile.Register16 // 0x16
	FRACVAL4 volatile.Register16
	VAL4     volatile.Register16 // 0x1a
	FRACVAL5 volatile.Register16
	VAL5     volatile.Register16 // 0x1e
	FRCTRL   volatile.Register16
	OCTRL    volatile.Register16 // 0x22
	_        [4]uint16
	DISMAP0  volatile.Register16 // 0x2c
	_        uint16
	DTCNT0   volatile.Register16 // 0x30
	DTCNT1   volatile.Register16
	_        [22]uint16
}

// PWM_Type: "Enhanced Flex Pulse Width Modulator". The registers have 16 bits.
type PWM_Type struct {
	SM    [4]PWM_SM_Type
	OUTEN volatile.Register16 // 0x180
	_     [3]uint16
	MCTRL volatile.Register16 // 0x188
}

const (
	PWM_CTRL2_INDEP   = 1 << 13
	PWM_CTRL2_WAITEN  = 1 << 14
	PWM_CTRL2_DBGEN   = 1 << 15
	PWM_CTRL_PRSC_Pos = 4
	PWM_CTRL_FULL     = 1 << 10
	PWM_OCTRL_POLB    = 1 << 9
	PWM_OCTRL_POLA    = 1 << 10
	PWM_MCTRL_LDOK    = 1 << 0 // of the first submodule, and so the following
	PWM_MCTRL_CLDOK   = 1 << 4
	PWM_MCTRL_RUN     = 1 << 8
	PWM_OUTEN_PWMB_EN = 1 << 4
	PWM_OUTEN_PWMA_EN = 1 << 8
)

var (
	PWM1 = (*PWM_Type)(unsafe.Pointer(uintptr(0x403dc000)))
	PWM2 = (*PWM_Type)(unsafe.Pointer(uintptr(0x403e0000)))
	PWM3 = (*PWM_Type)(unsafe.Pointer(uintptr(0x403e4000)))
	PWM4 = (*PWM_Type)(unsafe.Pointer(uintptr(0x403e8000)))
)
