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
	_                [7]uint32
	FUNC_IN_SEL_CFG  [256]volatile.Register32 // 0x154
	FUNC_OUT_SEL_CFG [49]volatile.Register32  // 0x554
}

const (
	// GPIO_FUNC_OUT_SEL_GPIO connects a pin to the GPIO output register.
	GPIO_FUNC_OUT_SEL_GPIO = 256
	GPIO_FUNC_OUT_INV_SEL  = 1 << 9
	// GPIO_FUNC_OEN_SEL takes the output's enabling from the GPIO's register, not from the peripheral.
	GPIO_FUNC_OEN_SEL = 1 << 10
	// GPIO_SIG_IN_SEL connects a peripheral's input through the matrix.
	GPIO_SIG_IN_SEL = 1 << 7
	GPIO_SIG_IN_INV = 1 << 6
)

// Signals of peripherals in the GPIO matrix, the same number in and out: chapter 6, table of
// peripheral signals.
const (
	// Of USB OTG, inputs only.
	SIGNAL_USB_OTG_IDDIG     = 58
	SIGNAL_USB_OTG_AVALID    = 59
	SIGNAL_USB_SRP_BVALID    = 60
	SIGNAL_USB_OTG_VBUSVALID = 61

	SIGNAL_U0RXD    = 12 // and U0TXD
	SIGNAL_U1RXD    = 15
	SIGNAL_U2RXD    = 18
	SIGNAL_SPI3_CLK = 66
	SIGNAL_SPI3_Q   = 67
	SIGNAL_SPI3_D   = 68
	SIGNAL_LEDC     = 73 // the first of eight
	SIGNAL_I2C0_SCL = 89
	SIGNAL_I2C0_SDA = 90
	SIGNAL_I2C1_SCL = 91
	SIGNAL_I2C1_SDA = 92
	SIGNAL_FSPICLK  = 101
	SIGNAL_FSPIQ    = 102
	SIGNAL_FSPID    = 103
	SIGNAL_TWAI     = 116
)

// IO_MUX_Type: chapter 6.
type IO_MUX_Type struct {
	PIN_CTRL volatile.Register32
	GPIO     [49]volatile.Register32
}

// RTC_CNTL_Type: chapters 10 and 13, the timer and the watchdogs.
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
	_            [14]uint32
	WDTCONFIG0   volatile.Register32 // 0x98
	_            [5]uint32
	WDTWPROTECT  volatile.Register32 // 0xb0
	SWD_CONF     volatile.Register32 // 0xb4
	SWD_WPROTECT volatile.Register32 // 0xb8
	_            [25]uint32
	USB_CONF     volatile.Register32 // 0x120
	_            [2]uint32
	OPTION1      volatile.Register32 // 0x12c
}

const (
	RTC_CNTL_USB_RESET_DISABLE    = 1 << 17
	RTC_CNTL_IO_MUX_RESET_DISABLE = 1 << 18
	// The transceiver is USB OTG's, not Serial/JTAG's, and this register says so, not a fuse.
	RTC_CNTL_SW_USB_PHY_SEL    = 1 << 19
	RTC_CNTL_SW_HW_USB_PHY_SEL = 1 << 20
)

// USB_WRAP_Type: chapter 32, how the controller USB OTG is connected.
type USB_WRAP_Type struct {
	OTG_CONF volatile.Register32
}

const (
	USB_WRAP_OTG_CONF_PHY_SEL           = 1 << 2
	USB_WRAP_OTG_CONF_PAD_PULL_OVERRIDE = 1 << 12
	USB_WRAP_OTG_CONF_PAD_ENABLE        = 1 << 18
)

var USB_WRAP = (*USB_WRAP_Type)(unsafe.Pointer(uintptr(0x60039000)))

// SYSTEM_Type: chapter 7, the clocks.
type SYSTEM_Type struct {
	_             [4]uint32
	CPU_PER_CONF  volatile.Register32 // 0x10
	_             uint32
	PERIP_CLK_EN0 volatile.Register32 // 0x18
	PERIP_CLK_EN1 volatile.Register32
	PERIP_RST_EN0 volatile.Register32 // 0x20
	PERIP_RST_EN1 volatile.Register32
	_             [14]uint32
	SYSCLK_CONF   volatile.Register32 // 0x60
}

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

// SENS_Type: chapter 39, the converter's controller in the low-power part.
type SENS_Type struct {
	_                      [3]uint32
	SAR_MEAS1_CTRL2        volatile.Register32 // 0x0c
	SAR_MEAS1_MUX          volatile.Register32
	SAR_ATTEN1             volatile.Register32 // 0x14
	_                      [9]uint32
	SAR_POWER_XPD_SAR      volatile.Register32 // 0x3c
	_                      [49]uint32
	SAR_PERI_CLK_GATE_CONF volatile.Register32 // 0x104
}

const (
	SENS_MEAS1_DATA_SAR_Msk = 0xfff
	SENS_MEAS1_DONE_SAR     = 1 << 16
	SENS_MEAS1_START_SAR    = 1 << 17
	SENS_MEAS1_START_FORCE  = 1 << 18
	SENS_SAR1_EN_PAD_Pos    = 19
	SENS_SAR1_EN_PAD_FORCE  = 1 << 31
	SENS_SAR1_DIG_FORCE     = 1 << 31
	SENS_FORCE_XPD_SAR_On   = 3 << 29
	SENS_SARADC_CLK_EN      = 1 << 30
)

// Bits of PERIP_CLK_EN0 and PERIP_RST_EN0 that only this chip has.
const (
	SYSTEM_PERIP_UART2    = 1 << 9 // in the second registers
	SYSTEM_PERIP_SPI3     = 1 << 16
	SYSTEM_PERIP_I2C_EXT1 = 1 << 18
	SYSTEM_PERIP_USB      = 1 << 23
)

var (
	UART2 = (*UART_Type)(unsafe.Pointer(uintptr(0x6002e000)))
	SPI3  = (*SPI_Type)(unsafe.Pointer(uintptr(0x60025000)))
	I2C1  = (*I2C_Type)(unsafe.Pointer(uintptr(0x60027000)))
)

var SENS = (*SENS_Type)(unsafe.Pointer(uintptr(0x60008800)))

// EFUSE_SYS_PART1 is block 2 of the eFuses, EFUSE_RD_SYS_PART1_DATA0 to 7: chapter 5.
var EFUSE_SYS_PART1 = (*[8]volatile.Register32)(unsafe.Pointer(uintptr(0x6000705c)))

// RTC_CNTL_ANA_CONF: chapter 10, what of the analog parts has power.
var RTC_CNTL_ANA_CONF = (*volatile.Register32)(unsafe.Pointer(uintptr(0x60008034)))

const RTC_CNTL_SAR_I2C_PU = 1 << 22

// EFUSE_MAC is the first two words of EFUSE_RD_MAC_SPI_SYS: chapter 5.
var EFUSE_MAC = (*[2]volatile.Register32)(unsafe.Pointer(uintptr(0x60007044)))

var INTERRUPT_CORE0 = (*INTERRUPT_CORE0_Type)(unsafe.Pointer(uintptr(0x600c2000)))

var USB_DEVICE = (*USB_DEVICE_Type)(unsafe.Pointer(uintptr(0x60038000)))

// CACHE_FREEZE are the caches' registers EXTMEM_*_FREEZE (extmem_reg.h): for data, for instructions.
var CACHE_FREEZE = (*[2]volatile.Register32)(unsafe.Pointer(uintptr(0x600c4150)))
