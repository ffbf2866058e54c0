//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// FLEXSPI_Type: "FlexSPI Controller". A command of the program (IP command) is a sequence of the table LUT,
// which has 16 of them, four words each.
type FLEXSPI_Type struct {
	MCR0    volatile.Register32
	_       [4]uint32
	INTR    volatile.Register32 // 0x14
	LUTKEY  volatile.Register32
	LUTCR   volatile.Register32
	_       [32]uint32
	IPCR0   volatile.Register32 // 0xa0
	IPCR1   volatile.Register32
	_       [2]uint32
	IPCMD   volatile.Register32 // 0xb0
	_       uint32
	IPRXFCR volatile.Register32 // 0xb8
	IPTXFCR volatile.Register32
	_       [16]uint32
	RFDR    [32]volatile.Register32 // 0x100
	TFDR    [32]volatile.Register32 // 0x180
	LUT     [64]volatile.Register32 // 0x200
}

const (
	FLEXSPI_MCR0_SWRESET       = 1 << 0
	FLEXSPI_INTR_IPCMDDONE     = 1 << 0
	FLEXSPI_INTR_IPCMDGE       = 1 << 1
	FLEXSPI_INTR_IPCMDERR      = 1 << 3
	FLEXSPI_INTR_IPRXWA        = 1 << 5
	FLEXSPI_INTR_IPTXWE        = 1 << 6
	FLEXSPI_LUTKEY_VALUE       = 0x5af05af0
	FLEXSPI_LUTCR_LOCK         = 1 << 0
	FLEXSPI_LUTCR_UNLOCK       = 1 << 1
	FLEXSPI_IPCR1_ISEQID_Pos   = 16
	FLEXSPI_IPCMD_TRG          = 1 << 0
	FLEXSPI_IPRXFCR_CLRIPRXF   = 1 << 0
	FLEXSPI_IPTXFCR_CLRIPTXF   = 1 << 0
	FLEXSPI_LUT_OPCODE_Pos     = 10
	FLEXSPI_LUT_OPCODE_COMMAND = 1
	FLEXSPI_LUT_OPCODE_ADDRESS = 2
	FLEXSPI_LUT_OPCODE_WRITE   = 8
	FLEXSPI_LUT_OPCODE_READ    = 9
	FLEXSPI_LUT_SECOND_Pos     = 16 // the second of two instructions of a word
)

// MPU_Type is the processor's memory protection unit (Armv7-M Architecture Reference Manual, B3.5).
type MPU_Type struct {
	TYPE volatile.Register32
	CTRL volatile.Register32
	RNR  volatile.Register32
	RBAR volatile.Register32
	RASR volatile.Register32
}

const MPU_RASR_ENABLE = 1 << 0

// CACHE_Type makes the caches forget a line of 32 bytes, by its address (B2.2.7).
type CACHE_Type struct {
	ICIMVAU volatile.Register32 // instructions
	DCIMVAC volatile.Register32 // data
}

var (
	FLEXSPI2 = (*FLEXSPI_Type)(unsafe.Pointer(uintptr(0x402a4000)))
	FLEXSPI1 = (*FLEXSPI_Type)(unsafe.Pointer(uintptr(0x402a8000)))
	MPU      = (*MPU_Type)(unsafe.Pointer(uintptr(0xe000ed90)))
	CACHE    = (*CACHE_Type)(unsafe.Pointer(uintptr(0xe000ef58)))
)
