//go:build nrf52

package nrf

import (
	"runtime/volatile"
	"unsafe"
)

// POWER_Type: chapter POWER.
type POWER_Type struct {
	_                  [71]uint32
	EVENTS_USBDETECTED volatile.Register32 // 0x11c
	EVENTS_USBREMOVED  volatile.Register32
	EVENTS_USBPWRRDY   volatile.Register32
	_                  [119]uint32
	INTENSET           volatile.Register32 // 0x304
	_                  [65]uint32
	HFCLKSTAT          volatile.Register32 // 0x40c: chapter CLOCK
	_                  [10]uint32
	USBREGSTATUS       volatile.Register32 // 0x438
	_                  [56]uint32
	GPREGRET           volatile.Register32 // 0x51c
}

// SPIM_Type: chapter SPIM, a controller that fetches and stores data itself.
type SPIM_Type struct {
	_           [4]uint32
	TASKS_START volatile.Register32 // 0x10
	TASKS_STOP  volatile.Register32
	_           [64]uint32
	EVENTS_END  volatile.Register32 // 0x118
	_           [249]uint32
	ENABLE      volatile.Register32 // 0x500
	_           uint32
	PSEL_SCK    volatile.Register32 // 0x508
	PSEL_MOSI   volatile.Register32
	PSEL_MISO   volatile.Register32
	_           [4]uint32
	FREQUENCY   volatile.Register32 // 0x524
	_           [3]uint32
	RXD_PTR     volatile.Register32 // 0x534
	RXD_MAXCNT  volatile.Register32
	RXD_AMOUNT  volatile.Register32
	RXD_LIST    volatile.Register32
	TXD_PTR     volatile.Register32 // 0x544
	TXD_MAXCNT  volatile.Register32
	TXD_AMOUNT  volatile.Register32
	TXD_LIST    volatile.Register32
	CONFIG      volatile.Register32 // 0x554
	_           [26]uint32
	ORC         volatile.Register32 // 0x5c0
}

// TWIM_Type: chapter TWIM.
type TWIM_Type struct {
	TASKS_STARTRX  volatile.Register32
	_              uint32
	TASKS_STARTTX  volatile.Register32 // 0x08
	_              [2]uint32
	TASKS_STOP     volatile.Register32 // 0x14
	_              [59]uint32
	EVENTS_STOPPED volatile.Register32 // 0x104
	_              [7]uint32
	EVENTS_ERROR   volatile.Register32 // 0x124
	_              [54]uint32
	SHORTS         volatile.Register32 // 0x200
	_              [176]uint32
	ERRORSRC       volatile.Register32 // 0x4c4
	_              [14]uint32
	ENABLE         volatile.Register32 // 0x500
	_              uint32
	PSEL_SCL       volatile.Register32 // 0x508
	PSEL_SDA       volatile.Register32
	_              [5]uint32
	FREQUENCY      volatile.Register32 // 0x524
	_              [3]uint32
	RXD_PTR        volatile.Register32 // 0x534
	RXD_MAXCNT     volatile.Register32
	RXD_AMOUNT     volatile.Register32
	RXD_LIST       volatile.Register32
	TXD_PTR        volatile.Register32 // 0x544
	TXD_MAXCNT     volatile.Register32
	TXD_AMOUNT     volatile.Register32
	TXD_LIST       volatile.Register32
	_              [13]uint32
	ADDRESS        volatile.Register32 // 0x588
}

// TWIS_Type: chapter TWIS, the same bus as a target.
type TWIS_Type struct {
	_               [5]uint32
	TASKS_STOP      volatile.Register32 // 0x14
	_               uint32
	TASKS_SUSPEND   volatile.Register32 // 0x1c
	TASKS_RESUME    volatile.Register32
	_               [3]uint32
	TASKS_PREPARERX volatile.Register32 // 0x30
	TASKS_PREPARETX volatile.Register32
	_               [51]uint32
	EVENTS_STOPPED  volatile.Register32 // 0x104
	_               [7]uint32
	EVENTS_ERROR    volatile.Register32 // 0x124
	_               [15]uint32
	EVENTS_WRITE    volatile.Register32 // 0x164
	EVENTS_READ     volatile.Register32
	_               [37]uint32
	SHORTS          volatile.Register32 // 0x200
	_               [191]uint32
	ENABLE          volatile.Register32 // 0x500
	_               uint32
	PSEL_SCL        volatile.Register32 // 0x508
	PSEL_SDA        volatile.Register32
	_               [9]uint32
	RXD_PTR         volatile.Register32 // 0x534
	RXD_MAXCNT      volatile.Register32
	RXD_AMOUNT      volatile.Register32
	_               uint32
	TXD_PTR         volatile.Register32 // 0x544
	TXD_MAXCNT      volatile.Register32
	TXD_AMOUNT      volatile.Register32
	_               [14]uint32
	ADDRESS         [2]volatile.Register32 // 0x588
	_               uint32
	CONFIG          volatile.Register32 // 0x594
	_               [10]uint32
	ORC             volatile.Register32 // 0x5c0
}

const (
	TWIS_ENABLE_Enabled       = 9
	TWIS_SHORTS_WRITE_SUSPEND = 1 << 13
	TWIS_SHORTS_READ_SUSPEND  = 1 << 14
)

const (
	SPIM_ENABLE_Enabled        = 7
	TWIM_ENABLE_Enabled        = 6
	TWIM_SHORTS_LASTTX_STARTRX = 1 << 7
	TWIM_SHORTS_LASTTX_STOP    = 1 << 9
	TWIM_SHORTS_LASTRX_STOP    = 1 << 12
	TWIM_ERRORSRC_NACK         = 3 << 1
)

// SAADC_Type: chapter SAADC, with its first channel only.
type SAADC_Type struct {
	TASKS_START    volatile.Register32
	TASKS_SAMPLE   volatile.Register32
	TASKS_STOP     volatile.Register32
	_              [61]uint32
	EVENTS_STARTED volatile.Register32 // 0x100
	EVENTS_END     volatile.Register32
	_              [3]uint32
	EVENTS_STOPPED volatile.Register32 // 0x114
	_              [250]uint32
	ENABLE         volatile.Register32 // 0x500
	_              [3]uint32
	CH0_PSELP      volatile.Register32 // 0x510
	CH0_PSELN      volatile.Register32
	CH0_CONFIG     volatile.Register32
	CH0_LIMIT      volatile.Register32
	_              [52]uint32
	RESOLUTION     volatile.Register32 // 0x5f0
	OVERSAMPLE     volatile.Register32
	SAMPLERATE     volatile.Register32
	_              [12]uint32
	RESULT_PTR     volatile.Register32 // 0x62c
	RESULT_MAXCNT  volatile.Register32
	RESULT_AMOUNT  volatile.Register32
}

// PWM_Type: chapter PWM, with its first sequence only.
type PWM_Type struct {
	_              uint32
	TASKS_STOP     volatile.Register32 // 0x04
	TASKS_SEQSTART [2]volatile.Register32
	_              [61]uint32
	EVENTS_STOPPED volatile.Register32 // 0x104
	_              [254]uint32
	ENABLE         volatile.Register32 // 0x500
	MODE           volatile.Register32
	COUNTERTOP     volatile.Register32
	PRESCALER      volatile.Register32
	DECODER        volatile.Register32
	LOOP           volatile.Register32
	_              [2]uint32
	SEQ0_PTR       volatile.Register32 // 0x520
	SEQ0_CNT       volatile.Register32
	SEQ0_REFRESH   volatile.Register32
	SEQ0_ENDDELAY  volatile.Register32
	_              [12]uint32
	PSEL_OUT       [4]volatile.Register32 // 0x560
}

var (
	POWER = (*POWER_Type)(unsafe.Pointer(uintptr(0x40000000)))
	// P1 is the second port (Product Specifications of the nRF52833 and the nRF52840, GPIO).
	P1    = (*GPIO_Type)(unsafe.Pointer(uintptr(0x50000300)))
	TWIM0 = (*TWIM_Type)(unsafe.Pointer(uintptr(0x40003000)))
	TWIM1 = (*TWIM_Type)(unsafe.Pointer(uintptr(0x40004000)))
	TWIS0 = (*TWIS_Type)(unsafe.Pointer(uintptr(0x40003000)))
	TWIS1 = (*TWIS_Type)(unsafe.Pointer(uintptr(0x40004000)))
	SPIM2 = (*SPIM_Type)(unsafe.Pointer(uintptr(0x40023000)))
	SPIM3 = (*SPIM_Type)(unsafe.Pointer(uintptr(0x4002f000)))
	SAADC = (*SAADC_Type)(unsafe.Pointer(uintptr(0x40007000)))
	PWM0  = (*PWM_Type)(unsafe.Pointer(uintptr(0x4001c000)))
	PWM1  = (*PWM_Type)(unsafe.Pointer(uintptr(0x40021000)))
	PWM2  = (*PWM_Type)(unsafe.Pointer(uintptr(0x40022000)))
	PWM3  = (*PWM_Type)(unsafe.Pointer(uintptr(0x4002d000)))
)
