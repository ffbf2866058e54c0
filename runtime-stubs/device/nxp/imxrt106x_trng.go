//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// TRNG_Type: "Standalone True Random Number Generator". The limits of its tests can be reached in program
// mode only.
type TRNG_Type struct {
	MCTL   volatile.Register32
	SCMISC volatile.Register32
	PKRRNG volatile.Register32
	PKRMAX volatile.Register32
	SDCTL  volatile.Register32 // 0x10
	SBLIM  volatile.Register32
	FRQMIN volatile.Register32
	FRQMAX volatile.Register32
	SCML   volatile.Register32 // 0x20
	SCRL   [6]volatile.Register32
	STATUS volatile.Register32     // 0x3c
	ENT    [16]volatile.Register32 // 0x40
}

const (
	TRNG_MCTL_SAMP_MODE_VN   = 2 << 0 // von Neumann's correction for the numbers, none for the tests
	TRNG_MCTL_RST_DEF        = 1 << 6
	TRNG_MCTL_ENT_VAL        = 1 << 10
	TRNG_MCTL_ERR            = 1 << 12
	TRNG_MCTL_PRGM           = 1 << 16
	TRNG_SCMISC_RTY_CT_Pos   = 16
	TRNG_SDCTL_ENT_DLY_Pos   = 16
	TRNG_SDCTL_SAMP_SIZE_Pos = 0
)

var TRNG = (*TRNG_Type)(unsafe.Pointer(uintptr(0x400cc000)))
