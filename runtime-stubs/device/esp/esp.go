//go:build esp32c3 || esp32s3

// Package esp has the registers of the ESP32-C3 and ESP32-S3 that embgo's runtime and machine
// packages use (the chip's Technical Reference Manual; the chapter is named at each peripheral,
// C3/S3).
package esp

import (
	"runtime/volatile"
	"unsafe"
)

// UART_Type: chapter 26/26.
type UART_Type struct {
	FIFO     volatile.Register32
	INT_RAW  volatile.Register32
	INT_ST   volatile.Register32
	INT_ENA  volatile.Register32
	INT_CLR  volatile.Register32
	CLKDIV   volatile.Register32 // 0x14
	RX_FILT  volatile.Register32
	STATUS   volatile.Register32 // 0x1c
	CONF0    volatile.Register32
	CONF1    volatile.Register32
	_        [20]uint32
	CLK_CONF volatile.Register32 // 0x78
}

const (
	UART_CONF0_PARITY_ODD       = 1 << 0
	UART_CONF0_PARITY_EN        = 1 << 1
	UART_CONF0_BIT_NUM_Pos      = 2 // from 5 on
	UART_CONF0_STOP_BIT_NUM_Pos = 4 // 1: one, 2: one and a half, 3: two
	UART_CLK_CONF_RST_CORE      = 1 << 23
)

const (
	GPIO_PIN_INT_TYPE_Pos = 7
	// GPIO_PIN_INT_ENA lets the pin's interrupt through to the processor.
	GPIO_PIN_INT_ENA = 1 << 13
)

// Numbers of sources in the interrupt matrix that both chips share: chapters 8/9.
const SOURCE_GPIO = 16

const (
	IO_MUX_FUN_WPD      = 1 << 7
	IO_MUX_FUN_WPU      = 1 << 8
	IO_MUX_FUN_IE       = 1 << 9
	IO_MUX_FUN_DRV_2    = 2 << 10
	IO_MUX_FUN_DRV_3    = 3 << 10
	IO_MUX_MCU_SEL_GPIO = 1 << 12
)

// TIMG_Type: chapters 11/12 (timer) and 12/13 (watchdog).
type TIMG_Type struct {
	T0CONFIG    volatile.Register32
	T0LO        volatile.Register32
	T0HI        volatile.Register32
	T0UPDATE    volatile.Register32
	T0ALARMLO   volatile.Register32
	T0ALARMHI   volatile.Register32
	T0LOADLO    volatile.Register32
	T0LOADHI    volatile.Register32
	T0LOAD      volatile.Register32 // 0x20
	_           [9]uint32
	WDTCONFIG0  volatile.Register32 // 0x48
	WDTCONFIG1  volatile.Register32
	WDTCONFIG2  volatile.Register32 // 0x50
	_           [3]uint32
	WDTFEED     volatile.Register32 // 0x60
	WDTWPROTECT volatile.Register32 // 0x64
	RTCCALICFG  volatile.Register32
	RTCCALICFG1 volatile.Register32
	INT_ENA     volatile.Register32 // 0x70
	INT_RAW     volatile.Register32
	INT_ST      volatile.Register32
	INT_CLR     volatile.Register32
}

const (
	TIMG_T0CONFIG_EN           = 1 << 31
	TIMG_T0CONFIG_INCREASE     = 1 << 30
	TIMG_T0CONFIG_DIVIDER_Pos  = 13
	TIMG_T0CONFIG_DIVCNT_RST   = 1 << 12
	TIMG_T0CONFIG_ALARM_EN     = 1 << 10
	TIMG_T0UPDATE_UPDATE       = 1 << 31
	TIMG_RTCCALICFG_RDY        = 1 << 15
	TIMG_RTCCALICFG_MAX_Pos    = 16
	TIMG_RTCCALICFG_START      = 1 << 31
	TIMG_RTCCALICFG1_VALUE_Pos = 7
	// WDT_UNLOCK opens a watchdog's registers for writing.
	WDT_UNLOCK = 0x50D83AA1
)

const (
	RTC_CNTL_OPTIONS0_SW_SYS_RST = 1 << 31
	RTC_CNTL_FORCE_DOWNLOAD_BOOT = 1 << 0
	RTC_CNTL_SLP_TIMER1_ALARM_EN = 1 << 16
	RTC_CNTL_TIME_UPDATE_NOW     = 1 << 31
	RTC_CNTL_INT_MAIN_TIMER      = 1 << 10
	RTC_CNTL_SWD_UNLOCK          = 0x8F1D312A
	RTC_CNTL_SWD_AUTO_FEED_EN    = 1 << 31
)

var (
	UART0    = (*UART_Type)(unsafe.Pointer(uintptr(0x60000000)))
	UART1    = (*UART_Type)(unsafe.Pointer(uintptr(0x60010000)))
	GPIO     = (*GPIO_Type)(unsafe.Pointer(uintptr(0x60004000)))
	RTC_CNTL = (*RTC_CNTL_Type)(unsafe.Pointer(uintptr(0x60008000)))
	IO_MUX   = (*IO_MUX_Type)(unsafe.Pointer(uintptr(0x60009000)))
	TIMG0    = (*TIMG_Type)(unsafe.Pointer(uintptr(0x6001f000)))
	TIMG1    = (*TIMG_Type)(unsafe.Pointer(uintptr(0x60020000)))
	SYSTEM   = (*SYSTEM_Type)(unsafe.Pointer(uintptr(0x600c0000)))
)

// ANA_CONFIG and ANA_CONFIG2 say to which analog parts the bus inside the chip leads (ESP-IDF,
// regi2c_defs.h).
var (
	ANA_CONFIG  = (*volatile.Register32)(unsafe.Pointer(uintptr(0x6000e044)))
	ANA_CONFIG2 = (*volatile.Register32)(unsafe.Pointer(uintptr(0x6000e048)))
)

const (
	ANA_CONFIG_SAR_OFF = 1 << 18
	ANA_CONFIG2_SAR_ON = 1 << 16
)
