//go:build nrf

package nrf

import (
	"runtime/volatile"
	"unsafe"
)

// GPIOTE_Type: chapter GPIOTE, pins as events.
type GPIOTE_Type struct {
	_         [64]uint32
	EVENTS_IN [8]volatile.Register32 // 0x100; four on the nRF51
	_         [121]uint32
	INTENSET  volatile.Register32 // 0x304
	INTENCLR  volatile.Register32
	_         [129]uint32
	CONFIG    [8]volatile.Register32 // 0x510
}

const (
	GPIOTE_CONFIG_MODE_Event      = 1
	GPIOTE_CONFIG_PSEL_Pos        = 8
	GPIOTE_CONFIG_POLARITY_LoToHi = 1 << 16
	GPIOTE_CONFIG_POLARITY_HiToLo = 2 << 16
	UART_INTEN_RXDRDY             = 1 << 2
	WDT_RR_Reload                 = 0x6e524635
	NVMC_CONFIG_Read              = 0
	NVMC_CONFIG_Write             = 1
	NVMC_CONFIG_Erase             = 2
)

// WDT_Type: chapter WDT.
type WDT_Type struct {
	TASKS_START volatile.Register32
	_           [255]uint32
	RUNSTATUS   volatile.Register32 // 0x400
	_           [64]uint32
	CRV         volatile.Register32 // 0x504
	RREN        volatile.Register32
	CONFIG      volatile.Register32
	_           [60]uint32
	RR          [8]volatile.Register32 // 0x600
}

// NVMC_Type: chapter NVMC, the flash memory.
type NVMC_Type struct {
	_         [256]uint32
	READY     volatile.Register32 // 0x400
	_         [64]uint32
	CONFIG    volatile.Register32 // 0x504
	ERASEPAGE volatile.Register32
}

const (
	NVMC_CONFIG_WEN_Ren = 0
	NVMC_CONFIG_WEN_Wen = 1
	NVMC_CONFIG_WEN_Een = 2
)

// Numbers of interrupts: chapter Instantiation.
const (
	IRQ_UART0  = 2
	IRQ_GPIOTE = 6
	IRQ_RTC1   = 17
)

var (
	GPIOTE = (*GPIOTE_Type)(unsafe.Pointer(uintptr(0x40006000)))
	WDT    = (*WDT_Type)(unsafe.Pointer(uintptr(0x40010000)))
	NVMC   = (*NVMC_Type)(unsafe.Pointer(uintptr(0x4001e000)))
	// DEVICEID is a number that only this chip has: FICR.
	DEVICEID = (*[2]volatile.Register32)(unsafe.Pointer(uintptr(0x10000060)))
)
