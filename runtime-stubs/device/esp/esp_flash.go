//go:build esp32c3 || esp32s3

package esp

import (
	"runtime/volatile"
	"unsafe"
)

// SPI_MEM_Type: the controller of the flash memory that the program has for itself, SPI1 (ESP-IDF,
// spi_mem_reg.h of both chips).
type SPI_MEM_Type struct {
	CMD         volatile.Register32
	ADDR        volatile.Register32
	CTRL        volatile.Register32
	_           [3]uint32
	USER        volatile.Register32 // 0x18
	USER1       volatile.Register32
	USER2       volatile.Register32
	MOSI_DLEN   volatile.Register32
	MISO_DLEN   volatile.Register32 // 0x28
	_           [4]uint32
	CACHE_FCTRL volatile.Register32 // 0x3c
	_           [6]uint32
	W           [16]volatile.Register32 // 0x58
}

const (
	SPI_MEM_CMD_USR = 1 << 18
	// SPI_MEM_CTRL_LINES are the bits with which more than one line is used, and commands are others.
	SPI_MEM_CTRL_LINES               = 1<<24 | 1<<23 | 1<<20 | 1<<14 | 1<<13 | 0x3f8
	SPI_MEM_CACHE_FCTRL_LINES        = 0x1f8 | 1<<1
	SPI_MEM_USER_CK_OUT_EDGE         = 1 << 9
	SPI_MEM_USER_CS_SETUP            = 1 << 7
	SPI_MEM_USER_CS_HOLD             = 1 << 6
	SPI_MEM_USER_USR_COMMAND         = 1 << 31
	SPI_MEM_USER_USR_ADDR            = 1 << 30
	SPI_MEM_USER_USR_MISO            = 1 << 28
	SPI_MEM_USER_USR_MOSI            = 1 << 27
	SPI_MEM_USER1_ADDR_BITLEN_Pos    = 26
	SPI_MEM_USER2_COMMAND_BITLEN_Pos = 28
)

var SPI1 = (*SPI_MEM_Type)(unsafe.Pointer(uintptr(0x60002000)))

// MMU_TABLE says which page of 64 KB of the flash is behind a page of the windows.
var MMU_TABLE = (*[64]volatile.Register32)(unsafe.Pointer(uintptr(0x600c5000)))

const MMU_PAGE_Msk = 0xff

// Bits of EXTMEM_ICACHE_FREEZE and EXTMEM_DCACHE_FREEZE (extmem_reg.h): what is not in the cache waits.
const (
	EXTMEM_FREEZE_ENA  = 1 << 0
	EXTMEM_FREEZE_MODE = 1 << 1
	EXTMEM_FREEZE_DONE = 1 << 2
)
