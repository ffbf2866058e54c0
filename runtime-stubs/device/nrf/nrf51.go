//go:build nrf51

package nrf

import (
	"runtime/volatile"
	"unsafe"
)

// SPI_Type: chapter SPI, with one byte of buffer each way.
type SPI_Type struct {
	_            [66]uint32
	EVENTS_READY volatile.Register32 // 0x108
	_            [253]uint32
	ENABLE       volatile.Register32 // 0x500
	_            uint32
	PSELSCK      volatile.Register32 // 0x508
	PSELMOSI     volatile.Register32
	PSELMISO     volatile.Register32
	_            uint32
	RXD          volatile.Register32 // 0x518
	TXD          volatile.Register32
	_            uint32
	FREQUENCY    volatile.Register32 // 0x524
	_            [11]uint32
	CONFIG       volatile.Register32 // 0x554
}

// TWI_Type: chapter TWI.
type TWI_Type struct {
	TASKS_STARTRX   volatile.Register32
	_               uint32
	TASKS_STARTTX   volatile.Register32 // 0x08
	_               [2]uint32
	TASKS_STOP      volatile.Register32 // 0x14
	_               uint32
	TASKS_SUSPEND   volatile.Register32 // 0x1c
	TASKS_RESUME    volatile.Register32
	_               [56]uint32
	EVENTS_STOPPED  volatile.Register32 // 0x104
	EVENTS_RXDREADY volatile.Register32
	_               [4]uint32
	EVENTS_TXDSENT  volatile.Register32 // 0x11c
	_               uint32
	EVENTS_ERROR    volatile.Register32 // 0x124
	_               [4]uint32
	EVENTS_BB       volatile.Register32 // 0x138
	_               [49]uint32
	SHORTS          volatile.Register32 // 0x200
	_               [176]uint32
	ERRORSRC        volatile.Register32 // 0x4c4
	_               [14]uint32
	ENABLE          volatile.Register32 // 0x500
	_               uint32
	PSELSCL         volatile.Register32 // 0x508
	PSELSDA         volatile.Register32
	_               [2]uint32
	RXD             volatile.Register32 // 0x518
	TXD             volatile.Register32
	_               uint32
	FREQUENCY       volatile.Register32 // 0x524
	_               [24]uint32
	ADDRESS         volatile.Register32 // 0x588
}

const (
	SPI_ENABLE_Enabled    = 1
	TWI_ENABLE_Enabled    = 5
	TWI_SHORTS_BB_SUSPEND = 1 << 0
	TWI_SHORTS_BB_STOP    = 1 << 1
	TWI_ERRORSRC_NACK     = 3 << 1
)

// ADC_Type: chapter ADC.
type ADC_Type struct {
	TASKS_START volatile.Register32
	TASKS_STOP  volatile.Register32
	_           [62]uint32
	EVENTS_END  volatile.Register32 // 0x100
	_           [255]uint32
	ENABLE      volatile.Register32 // 0x500
	CONFIG      volatile.Register32
	RESULT      volatile.Register32
}

var (
	SPI1 = (*SPI_Type)(unsafe.Pointer(uintptr(0x40004000)))
	TWI0 = (*TWI_Type)(unsafe.Pointer(uintptr(0x40003000)))
	ADC  = (*ADC_Type)(unsafe.Pointer(uintptr(0x40007000)))
)
