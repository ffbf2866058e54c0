//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// ADC_Type: "Analog-to-Digital Converter".
type ADC_Type struct {
	HC  [8]volatile.Register32
	HS  volatile.Register32    // 0x20
	R   [8]volatile.Register32 // 0x24
	CFG volatile.Register32    // 0x44
	GC  volatile.Register32    // 0x48
	GS  volatile.Register32    // 0x4c
	CV  volatile.Register32    // 0x50
	OFS volatile.Register32    // 0x54
	CAL volatile.Register32    // 0x58
}

const (
	ADC_HC_OFF          = 0x1f
	ADC_HS_COCO0        = 1 << 0
	ADC_CFG_ADICLK_Msk  = 3 << 0
	ADC_CFG_ADICLK_ADCK = 3 << 0 // its own clock
	ADC_CFG_MODE_12     = 2 << 2
	ADC_CFG_ADLSMP      = 1 << 4
	ADC_CFG_ADIV_Msk    = 3 << 5
	ADC_CFG_ADIV_4      = 2 << 5
	ADC_CFG_ADSTS_Msk   = 3 << 8
	ADC_CFG_AVGS_32     = 3 << 14
	ADC_GC_ADACKEN      = 1 << 0
	ADC_GC_AVGE         = 1 << 5
	ADC_GC_CAL          = 1 << 7
	ADC_GS_CALF         = 1 << 1
)

var (
	ADC1 = (*ADC_Type)(unsafe.Pointer(uintptr(0x400c4000)))
	ADC2 = (*ADC_Type)(unsafe.Pointer(uintptr(0x400c8000)))
)
