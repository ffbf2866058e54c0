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
	_                [30]uint32
	FUNC_IN_SEL_CFG  [256]volatile.Register32 // 0x154
	FUNC_OUT_SEL_CFG [26]volatile.Register32  // 0x554
}

const (
	// GPIO_FUNC_OUT_SEL_GPIO connects a pin to the GPIO output register.
	GPIO_FUNC_OUT_SEL_GPIO = 128
	GPIO_FUNC_OUT_INV_SEL  = 1 << 8
	// GPIO_FUNC_OEN_SEL takes the output's enabling from the GPIO's register, not from the peripheral.
	GPIO_FUNC_OEN_SEL = 1 << 9
	// GPIO_SIG_IN_SEL connects a peripheral's input through the matrix.
	GPIO_SIG_IN_SEL = 1 << 6
)

// Signals of peripherals in the GPIO matrix, the same number in and out: chapter 5, table of
// peripheral signals.
const (
	SIGNAL_U0RXD    = 6 // and U0TXD
	SIGNAL_U1RXD    = 9
	SIGNAL_LEDC     = 45 // the first of six
	SIGNAL_I2C0_SCL = 53
	SIGNAL_I2C0_SDA = 54
	SIGNAL_FSPICLK  = 63
	SIGNAL_FSPIQ    = 64
	SIGNAL_FSPID    = 65
	SIGNAL_TWAI     = 74
)

// IO_MUX_Type: chapter 5.
type IO_MUX_Type struct {
	PIN_CTRL volatile.Register32
	GPIO     [22]volatile.Register32
}

// RTC_CNTL_Type: chapters 9 and 12, the timer and the watchdogs.
type RTC_CNTL_Type struct {
	OPTIONS0     volatile.Register32
	SLP_TIMER0   volatile.Register32 // 0x04
	SLP_TIMER1   volatile.Register32
	TIME_UPDATE  volatile.Register32
	TIME_LOW0    volatile.Register32 // 0x10
	TIME_HIGH0   volatile.Register32
	_            [10]uint32
	INT_ENA      volatile.Register32 // 0x40
	INT_RAW      volatile.Register32
	INT_ST       volatile.Register32
	INT_CLR      volatile.Register32
	STORE0       volatile.Register32 // 0x50
	STORE1       volatile.Register32
	STORE2       volatile.Register32
	STORE3       volatile.Register32
	_            [12]uint32
	WDTCONFIG0   volatile.Register32 // 0x90
	_            [5]uint32
	WDTWPROTECT  volatile.Register32 // 0xa8
	SWD_CONF     volatile.Register32 // 0xac
	SWD_WPROTECT volatile.Register32 // 0xb0
	_            [16]uint32
	OPTION1      volatile.Register32 // 0xf4
}

// SYSTEM_Type: chapters 6 and 16, the clocks.
type SYSTEM_Type struct {
	_             [2]uint32
	CPU_PER_CONF  volatile.Register32 // 0x08
	_             uint32
	PERIP_CLK_EN0 volatile.Register32 // 0x10
	PERIP_CLK_EN1 volatile.Register32
	PERIP_RST_EN0 volatile.Register32 // 0x18
	_             [15]uint32
	SYSCLK_CONF   volatile.Register32 // 0x58
}

// APB_SARADC_Type: chapter 34, the converter.
type APB_SARADC_Type struct {
	CTRL            volatile.Register32
	_               [7]uint32
	ONETIME_SAMPLE  volatile.Register32 // 0x20
	_               [2]uint32
	SAR1DATA_STATUS volatile.Register32 // 0x2c
	_               [5]uint32
	INT_RAW         volatile.Register32 // 0x44
	_               uint32
	INT_CLR         volatile.Register32 // 0x4c
	_               uint32
	CLKM_CONF       volatile.Register32 // 0x54
}

const (
	APB_SARADC_CTRL_SAR_CLK_GATED     = 1 << 6
	APB_SARADC_CTRL_SAR_CLK_DIV_Pos   = 7
	APB_SARADC_CTRL_XPD_SAR_FORCE_On  = 3 << 27
	APB_SARADC_ONETIME_ATTEN_Pos      = 23
	APB_SARADC_ONETIME_CHANNEL_Pos    = 25
	APB_SARADC_ONETIME_START          = 1 << 29
	APB_SARADC_ONETIME_SARADC1        = 1 << 31
	APB_SARADC_INT_SARADC1_DONE       = 1 << 31
	APB_SARADC_CLKM_CONF_CLKM_DIV_NUM = 0
	APB_SARADC_CLKM_CONF_CLK_EN       = 1 << 20
	APB_SARADC_CLKM_CONF_CLK_SEL_APB  = 2 << 21
)

var APB_SARADC = (*APB_SARADC_Type)(unsafe.Pointer(uintptr(0x60040000)))

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

// EFUSE_SYS_PART1 is block 2 of the eFuses, EFUSE_RD_SYS_PART1_DATA0 to 7: chapter 4.
var EFUSE_SYS_PART1 = (*[8]volatile.Register32)(unsafe.Pointer(uintptr(0x6000885c)))

// EFUSE_MAC is the first two words of EFUSE_RD_MAC_SPI_SYS: chapter 4.
var EFUSE_MAC = (*[2]volatile.Register32)(unsafe.Pointer(uintptr(0x60008844)))

var INTERRUPT_CORE0 = (*INTERRUPT_CORE0_Type)(unsafe.Pointer(uintptr(0x600c2000)))

var USB_DEVICE = (*USB_DEVICE_Type)(unsafe.Pointer(uintptr(0x60043000)))

// CACHE_FREEZE are the caches' registers EXTMEM_*_FREEZE (extmem_reg.h): there is one cache.
var CACHE_FREEZE = (*[1]volatile.Register32)(unsafe.Pointer(uintptr(0x600c40cc)))
