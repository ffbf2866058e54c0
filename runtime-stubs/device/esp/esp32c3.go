//go:build esp32c3

package esp

import (
	"runtime/volatile"
	"unsafe"
)

// GPIO_Type: chapter 5.
type GPIO_Type struct {
	BT_SELECT        volatile.Register32
	OUT              volatile.Register32
	OUT_W1TS         volatile.Register32
	OUT_W1TC         volatile.Register32
	_                [4]uint32
	ENABLE           volatile.Register32 // 0x20
	ENABLE_W1TS      volatile.Register32
	ENABLE_W1TC      volatile.Register32
	_                [4]uint32
	IN               volatile.Register32 // 0x3c
	_                uint32
	STATUS           volatile.Register32 // 0x44
	STATUS_W1TS      volatile.Register32
	STATUS_W1TC      volatile.Register32
	_                [3]uint32
	PCPU_INT         volatile.Register32 // 0x5c
	_                [5]uint32
	PIN              [26]volatile.Register32 // 0x74
	_                [286]uint32
	FUNC_OUT_SEL_CFG [26]volatile.Register32 // 0x554
}

// GPIO_FUNC_OUT_SEL_GPIO connects a pin to the GPIO output register.
const GPIO_FUNC_OUT_SEL_GPIO = 128

// IO_MUX_Type: chapter 5.
type IO_MUX_Type struct {
	PIN_CTRL volatile.Register32
	GPIO     [22]volatile.Register32
}

// RTC_CNTL_Type: chapters 9 and 12, the watchdogs.
type RTC_CNTL_Type struct {
	OPTIONS0     volatile.Register32
	_            [35]uint32
	WDTCONFIG0   volatile.Register32 // 0x90
	_            [5]uint32
	WDTWPROTECT  volatile.Register32 // 0xa8
	SWD_CONF     volatile.Register32 // 0xac
	SWD_WPROTECT volatile.Register32 // 0xb0
}

// SYSTEM_Type: chapter 6 and 7, the CPU clock.
type SYSTEM_Type struct {
	_            [2]uint32
	CPU_PER_CONF volatile.Register32 // 0x08
	_            [19]uint32
	SYSCLK_CONF  volatile.Register32 // 0x58
}

// INTERRUPT_CORE0_Type: chapter 8, the interrupt matrix.
type INTERRUPT_CORE0_Type struct {
	MAP            [62]volatile.Register32
	STATUS         [2]volatile.Register32 // 0xf8
	CLOCK_GATE     volatile.Register32    // 0x100
	CPU_INT_ENABLE volatile.Register32    // 0x104
	CPU_INT_TYPE   volatile.Register32
	CPU_INT_CLEAR  volatile.Register32
	CPU_INT_STATUS volatile.Register32
	CPU_INT_PRI    [32]volatile.Register32 // 0x114
	CPU_INT_THRESH volatile.Register32     // 0x194
}

// EFUSE_MAC is the first two words of EFUSE_RD_MAC_SPI_SYS: chapter 4.
var EFUSE_MAC = (*[2]volatile.Register32)(unsafe.Pointer(uintptr(0x60008844)))

var INTERRUPT_CORE0 = (*INTERRUPT_CORE0_Type)(unsafe.Pointer(uintptr(0x600c2000)))
