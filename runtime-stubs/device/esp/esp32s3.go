//go:build esp32s3

package esp

import (
	"runtime/volatile"
	"unsafe"
)

// GPIO_Type: chapter 6. Registers whose name ends in 1 are of the pins from 32 on.
type GPIO_Type struct {
	BT_SELECT        volatile.Register32
	OUT              volatile.Register32
	OUT_W1TS         volatile.Register32
	OUT_W1TC         volatile.Register32
	OUT1             volatile.Register32 // 0x10
	OUT1_W1TS        volatile.Register32
	OUT1_W1TC        volatile.Register32
	_                uint32
	ENABLE           volatile.Register32 // 0x20
	ENABLE_W1TS      volatile.Register32
	ENABLE_W1TC      volatile.Register32
	ENABLE1          volatile.Register32
	ENABLE1_W1TS     volatile.Register32
	ENABLE1_W1TC     volatile.Register32
	STRAP            volatile.Register32
	IN               volatile.Register32 // 0x3c
	IN1              volatile.Register32
	STATUS           volatile.Register32 // 0x44
	STATUS_W1TS      volatile.Register32
	STATUS_W1TC      volatile.Register32
	STATUS1          volatile.Register32
	STATUS1_W1TS     volatile.Register32
	STATUS1_W1TC     volatile.Register32 // 0x58
	PCPU_INT         volatile.Register32
	_                [2]uint32
	PCPU_INT1        volatile.Register32 // 0x68
	_                [2]uint32
	PIN              [49]volatile.Register32 // 0x74
	_                [263]uint32
	FUNC_OUT_SEL_CFG [49]volatile.Register32 // 0x554
}

// GPIO_FUNC_OUT_SEL_GPIO connects a pin to the GPIO output register.
const GPIO_FUNC_OUT_SEL_GPIO = 256

// IO_MUX_Type: chapter 6.
type IO_MUX_Type struct {
	PIN_CTRL volatile.Register32
	GPIO     [49]volatile.Register32
}

// RTC_CNTL_Type: chapters 10 and 13, the watchdogs.
type RTC_CNTL_Type struct {
	OPTIONS0     volatile.Register32
	_            [37]uint32
	WDTCONFIG0   volatile.Register32 // 0x98
	_            [5]uint32
	WDTWPROTECT  volatile.Register32 // 0xb0
	SWD_CONF     volatile.Register32 // 0xb4
	SWD_WPROTECT volatile.Register32 // 0xb8
}

// SYSTEM_Type: chapter 7, the clocks.
type SYSTEM_Type struct {
	_            [4]uint32
	CPU_PER_CONF volatile.Register32 // 0x10
	_            [19]uint32
	SYSCLK_CONF  volatile.Register32 // 0x60
}

const (
	// The processor's clock from the PLL at 480 MHz: half of it.
	SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_Msk  = 3
	SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_240M = 2
	SYSTEM_CPU_PER_CONF_PLL_FREQ_SEL       = 1 << 2
	SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_Msk     = 3 << 10
	SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_PLL     = 1 << 10
)

// SYSTIMER_Type: chapter 11, a counter of 52 bits at 16 MHz.
type SYSTIMER_Type struct {
	CONF           volatile.Register32
	UNIT0_OP       volatile.Register32
	_              [14]uint32
	UNIT0_VALUE_HI volatile.Register32 // 0x40
	UNIT0_VALUE_LO volatile.Register32
}

const (
	SYSTIMER_CONF_CLK_EN           = 1 << 31
	SYSTIMER_CONF_TIMER_UNIT0_WORK = 1 << 30
	SYSTIMER_UNIT0_OP_UPDATE       = 1 << 30
	SYSTIMER_UNIT0_OP_VALUE_VALID  = 1 << 29
)

var SYSTIMER = (*SYSTIMER_Type)(unsafe.Pointer(uintptr(0x60023000)))

// INTERRUPT_CORE0_Type: chapter 9, the interrupt matrix of core 0.
type INTERRUPT_CORE0_Type struct {
	MAP    [99]volatile.Register32
	STATUS [4]volatile.Register32 // 0x18c
}

// EFUSE_MAC is the first two words of EFUSE_RD_MAC_SPI_SYS: chapter 5.
var EFUSE_MAC = (*[2]volatile.Register32)(unsafe.Pointer(uintptr(0x60007044)))

var INTERRUPT_CORE0 = (*INTERRUPT_CORE0_Type)(unsafe.Pointer(uintptr(0x600c2000)))
