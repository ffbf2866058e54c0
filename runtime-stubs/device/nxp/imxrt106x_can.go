//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// CAN_MB_Type is a mailbox.
type CAN_MB_Type struct {
	CS    volatile.Register32
	ID    volatile.Register32
	WORD0 volatile.Register32 // the first byte is the highest
	WORD1 volatile.Register32
}

// CAN_Type: "FlexCAN". With its queue for what is received, the mailboxes 0 to 7 are the queue's output and
// its filters; the masks of these are RXIMR.
type CAN_Type struct {
	MCR    volatile.Register32
	CTRL1  volatile.Register32
	TIMER  volatile.Register32
	_      [4]uint32
	ECR    volatile.Register32 // 0x1c
	ESR1   volatile.Register32
	IMASK2 volatile.Register32
	IMASK1 volatile.Register32
	IFLAG2 volatile.Register32
	IFLAG1 volatile.Register32 // 0x30
	CTRL2  volatile.Register32
	_      [18]uint32
	MB     [64]CAN_MB_Type // 0x80
	_      [256]uint32
	RXIMR  [64]volatile.Register32 // 0x880
}

const (
	CAN_MCR_MAXMB_Pos = 0
	CAN_MCR_IRMQ      = 1 << 16
	CAN_MCR_SRXDIS    = 1 << 17
	CAN_MCR_LPMACK    = 1 << 20
	CAN_MCR_WRNEN     = 1 << 21
	CAN_MCR_FRZACK    = 1 << 24
	CAN_MCR_SOFTRST   = 1 << 25
	CAN_MCR_HALT      = 1 << 28
	CAN_MCR_RFEN      = 1 << 29
	CAN_MCR_FRZ       = 1 << 30
	CAN_MCR_MDIS      = 1 << 31

	CAN_CTRL1_PROPSEG_Pos = 0
	CAN_CTRL1_LOM         = 1 << 3
	CAN_CTRL1_RWRNMSK     = 1 << 10
	CAN_CTRL1_TWRNMSK     = 1 << 11
	CAN_CTRL1_LPB         = 1 << 12
	CAN_CTRL1_ERRMSK      = 1 << 14
	CAN_CTRL1_BOFFMSK     = 1 << 15
	CAN_CTRL1_PSEG2_Pos   = 16
	CAN_CTRL1_PSEG1_Pos   = 19
	CAN_CTRL1_RJW_Pos     = 22
	CAN_CTRL1_PRESDIV_Pos = 24

	CAN_ESR1_ERRINT      = 1 << 1
	CAN_ESR1_BOFFINT     = 1 << 2
	CAN_ESR1_FLTCONF_Pos = 4
	CAN_ESR1_RWRNINT     = 1 << 16
	CAN_ESR1_TWRNINT     = 1 << 17

	CAN_IFLAG1_AVAILABLE = 1 << 5 // the queue has a frame
	CAN_IFLAG1_OVERFLOW  = 1 << 7

	CAN_CTRL2_RRS      = 1 << 17
	CAN_CTRL2_MRP      = 1 << 18
	CAN_CTRL2_RFFN_Msk = 0xf << 24

	CAN_CS_DLC_Pos     = 16
	CAN_CS_RTR         = 1 << 20
	CAN_CS_IDE         = 1 << 21
	CAN_CS_SRR         = 1 << 22
	CAN_CS_CODE_Msk    = 0xf << 24
	CAN_CS_TX_INACTIVE = 0x8 << 24
	CAN_CS_TX_DATA     = 0xc << 24

	CAN_FILTER_IDE = 1 << 30
)

// Interrupts.
const (
	IRQ_CAN1 = 36
	IRQ_CAN2 = 37
)

var (
	CAN1 = (*CAN_Type)(unsafe.Pointer(uintptr(0x401d0000)))
	CAN2 = (*CAN_Type)(unsafe.Pointer(uintptr(0x401d4000)))
)
