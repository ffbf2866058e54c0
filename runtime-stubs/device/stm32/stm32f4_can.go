//go:build stm32f4

package stm32

import (
	"runtime/volatile"
	"unsafe"
)

// CAN_MAILBOX_Type is a frame to send or received.
type CAN_MAILBOX_Type struct {
	IR  volatile.Register32
	DTR volatile.Register32
	DLR volatile.Register32
	DHR volatile.Register32
}

// CAN_FILTER_Type is one filter; both controllers' are those of the first.
type CAN_FILTER_Type struct {
	R1 volatile.Register32
	R2 volatile.Register32
}

// CAN_Type: section 32.9, bxCAN.
type CAN_Type struct {
	MCR    volatile.Register32
	MSR    volatile.Register32
	TSR    volatile.Register32
	RFR    [2]volatile.Register32 // 0x0c
	IER    volatile.Register32    // 0x14
	ESR    volatile.Register32
	BTR    volatile.Register32 // 0x1c
	_      [88]uint32
	TX     [3]CAN_MAILBOX_Type // 0x180
	RX     [2]CAN_MAILBOX_Type // 0x1b0
	_      [12]uint32
	FMR    volatile.Register32 // 0x200
	FM1R   volatile.Register32
	_      uint32
	FS1R   volatile.Register32 // 0x20c
	_      uint32
	FFA1R  volatile.Register32 // 0x214
	_      uint32
	FA1R   volatile.Register32 // 0x21c
	_      [8]uint32
	FILTER [28]CAN_FILTER_Type // 0x240
}

const (
	CAN_MCR_INRQ       = 1 << 0
	CAN_MCR_TXFP       = 1 << 2
	CAN_MCR_ABOM       = 1 << 6
	CAN_MSR_INAK       = 1 << 0
	CAN_MSR_ERRI       = 1 << 2
	CAN_TSR_TME_Pos    = 26
	CAN_TSR_TME_Msk    = 7 << 26
	CAN_RFR_FMP_Msk    = 3 << 0
	CAN_RFR_FOVR       = 1 << 4
	CAN_RFR_RFOM       = 1 << 5
	CAN_IER_FMPIE0     = 1 << 1
	CAN_IER_FMPIE1     = 1 << 4
	CAN_IER_EPVIE      = 1 << 9
	CAN_IER_BOFIE      = 1 << 10
	CAN_IER_ERRIE      = 1 << 15
	CAN_ESR_EPVF       = 1 << 1
	CAN_ESR_BOFF       = 1 << 2
	CAN_BTR_TS1_Pos    = 16
	CAN_BTR_TS2_Pos    = 20
	CAN_BTR_SJW_Pos    = 24
	CAN_BTR_LBKM_Pos   = 30
	CAN_IR_TXRQ        = 1 << 0
	CAN_IR_RTR         = 1 << 1
	CAN_IR_IDE         = 1 << 2
	CAN_FMR_FINIT      = 1 << 0
	CAN_FMR_CAN2SB_Pos = 8
)

// Numbers of interrupts: section 12.2.
const (
	IRQ_CAN1_RX0 = 20
	IRQ_CAN1_RX1 = 21
	IRQ_CAN1_SCE = 22
	IRQ_CAN2_RX0 = 64
	IRQ_CAN2_RX1 = 65
	IRQ_CAN2_SCE = 66
)

var (
	CAN1 = (*CAN_Type)(unsafe.Pointer(uintptr(0x40006400)))
	CAN2 = (*CAN_Type)(unsafe.Pointer(uintptr(0x40006800)))
)
