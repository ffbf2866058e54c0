//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// LPI2C_Type: "Low Power Inter-Integrated Circuit", the controller and the target (the manual's "slave").
type LPI2C_Type struct {
	VERID  volatile.Register32
	PARAM  volatile.Register32
	_      [2]uint32
	MCR    volatile.Register32 // 0x10
	MSR    volatile.Register32
	MIER   volatile.Register32
	MDER   volatile.Register32
	MCFGR0 volatile.Register32 // 0x20
	MCFGR1 volatile.Register32
	MCFGR2 volatile.Register32
	MCFGR3 volatile.Register32
	_      [6]uint32
	MCCR0  volatile.Register32 // 0x48
	_      [3]uint32
	MFCR   volatile.Register32 // 0x58
	MFSR   volatile.Register32
	MTDR   volatile.Register32 // 0x60
	_      [3]uint32
	MRDR   volatile.Register32 // 0x70
	_      [39]uint32
	SCR    volatile.Register32 // 0x110
	SSR    volatile.Register32
	SIER   volatile.Register32
	SDER   volatile.Register32
	_      uint32
	SCFGR1 volatile.Register32 // 0x124
	SCFGR2 volatile.Register32
	_      [5]uint32
	SAMR   volatile.Register32 // 0x140
	_      [3]uint32
	SASR   volatile.Register32 // 0x150
	STAR   volatile.Register32
	_      [2]uint32
	STDR   volatile.Register32 // 0x160
	_      [3]uint32
	SRDR   volatile.Register32 // 0x170
}

const (
	LPI2C_MCR_MEN            = 1 << 0
	LPI2C_MCR_RST            = 1 << 1
	LPI2C_MCR_RTF            = 1 << 8
	LPI2C_MCR_RRF            = 1 << 9
	LPI2C_MSR_SDF            = 1 << 9
	LPI2C_MSR_NDF            = 1 << 10
	LPI2C_MSR_ALF            = 1 << 11
	LPI2C_MSR_FEF            = 1 << 12
	LPI2C_MSR_FLAGS          = 0x7f << 8 // what writing 1 takes back
	LPI2C_MSR_MBF            = 1 << 24
	LPI2C_MCFGR2_FILTSCL_Pos = 16
	LPI2C_MCFGR2_FILTSDA_Pos = 24
	LPI2C_MCCR0_CLKLO_Pos    = 0
	LPI2C_MCCR0_CLKHI_Pos    = 8
	LPI2C_MCCR0_SETHOLD_Pos  = 16
	LPI2C_MCCR0_DATAVD_Pos   = 24
	LPI2C_MFSR_TXCOUNT_Msk   = 7
	LPI2C_MTDR_SEND          = 0 << 8
	LPI2C_MTDR_RECEIVE       = 1 << 8
	LPI2C_MTDR_STOP          = 2 << 8
	LPI2C_MTDR_START         = 4 << 8
	LPI2C_MRDR_RXEMPTY       = 1 << 14
	LPI2C_SCR_SEN            = 1 << 0
	LPI2C_SCR_RST            = 1 << 1
	LPI2C_SCR_RTF            = 1 << 8
	LPI2C_SCR_RRF            = 1 << 9
	LPI2C_SSR_TDF            = 1 << 0
	LPI2C_SSR_RDF            = 1 << 1
	LPI2C_SSR_AVF            = 1 << 2
	LPI2C_SSR_RSF            = 1 << 8
	LPI2C_SSR_SDF            = 1 << 9
	LPI2C_SSR_BEF            = 1 << 10
	LPI2C_SSR_FEF            = 1 << 11
	LPI2C_SCFGR1_ADRSTALL    = 1 << 0
	LPI2C_SCFGR1_RXSTALL     = 1 << 1
	LPI2C_SCFGR1_TXDSTALL    = 1 << 2
	LPI2C_SCFGR2_CLKHOLD_Pos = 0
	LPI2C_SAMR_ADDR0_Pos     = 1
	LPI2C_SASR_READ          = 1 << 0 // the controller reads
)

// LPSPI_Type: "Low Power Serial Peripheral Interface".
type LPSPI_Type struct {
	VERID volatile.Register32
	PARAM volatile.Register32
	_     [2]uint32
	CR    volatile.Register32 // 0x10
	SR    volatile.Register32
	IER   volatile.Register32
	DER   volatile.Register32
	CFGR0 volatile.Register32 // 0x20
	CFGR1 volatile.Register32
	_     [6]uint32
	CCR   volatile.Register32 // 0x40
	_     [5]uint32
	FCR   volatile.Register32 // 0x58
	FSR   volatile.Register32
	TCR   volatile.Register32 // 0x60
	TDR   volatile.Register32
	_     [2]uint32
	RSR   volatile.Register32 // 0x70
	RDR   volatile.Register32
}

const (
	LPSPI_CR_MEN           = 1 << 0
	LPSPI_CR_RST           = 1 << 1
	LPSPI_CR_RTF           = 1 << 8
	LPSPI_CR_RRF           = 1 << 9
	LPSPI_CFGR1_MASTER     = 1 << 0
	LPSPI_TCR_FRAMESZ_8    = 7
	LPSPI_TCR_LSBF         = 1 << 23
	LPSPI_TCR_PRESCALE_Pos = 27
	LPSPI_TCR_CPHA         = 1 << 30
	LPSPI_TCR_CPOL         = 1 << 31
	LPSPI_RSR_RXEMPTY      = 1 << 1
)

var (
	LPSPI1 = (*LPSPI_Type)(unsafe.Pointer(uintptr(0x40394000)))
	LPSPI3 = (*LPSPI_Type)(unsafe.Pointer(uintptr(0x4039c000)))
	LPSPI4 = (*LPSPI_Type)(unsafe.Pointer(uintptr(0x403a0000)))
	LPI2C1 = (*LPI2C_Type)(unsafe.Pointer(uintptr(0x403f0000)))
	LPI2C3 = (*LPI2C_Type)(unsafe.Pointer(uintptr(0x403f8000)))
	LPI2C4 = (*LPI2C_Type)(unsafe.Pointer(uintptr(0x403fc000)))
)
