//go:build rp2040

// Package rp has the registers of the RP2040 that embgo's runtime and machine packages use
// (RP2040 Datasheet; the section is named at each peripheral).
package rp

import (
	"runtime/volatile"
	"unsafe"
)

// RESETS_Type: section 2.14.
type RESETS_Type struct {
	RESET      volatile.Register32
	WDSEL      volatile.Register32
	RESET_DONE volatile.Register32
}

const (
	RESETS_RESET_ADC        = 1 << 0
	RESETS_RESET_I2C0       = 1 << 3
	RESETS_RESET_I2C1       = 1 << 4
	RESETS_RESET_IO_BANK0   = 1 << 5
	RESETS_RESET_PADS_BANK0 = 1 << 8
	RESETS_RESET_PLL_SYS    = 1 << 12
	RESETS_RESET_PLL_USB    = 1 << 13
	RESETS_RESET_PWM        = 1 << 14
	RESETS_RESET_RTC        = 1 << 15
	RESETS_RESET_SPI0       = 1 << 16
	RESETS_RESET_SPI1       = 1 << 17
	RESETS_RESET_TIMER      = 1 << 21
	RESETS_RESET_UART0      = 1 << 22
	RESETS_RESET_UART1      = 1 << 23
	RESETS_RESET_USBCTRL    = 1 << 24
)

// CLOCKS_Type: section 2.15.7, from CLK_REF_CTRL on.
type CLOCKS_Type struct {
	_                [12]uint32
	CLK_REF_CTRL     volatile.Register32 // 0x30
	CLK_REF_DIV      volatile.Register32
	CLK_REF_SELECTED volatile.Register32
	CLK_SYS_CTRL     volatile.Register32 // 0x3c
	CLK_SYS_DIV      volatile.Register32
	CLK_SYS_SELECTED volatile.Register32
	CLK_PERI_CTRL    volatile.Register32 // 0x48
	_                [2]uint32
	CLK_USB_CTRL     volatile.Register32 // 0x54
	_                [2]uint32
	CLK_ADC_CTRL     volatile.Register32 // 0x60
	CLK_ADC_DIV      volatile.Register32
	_                uint32
	CLK_RTC_CTRL     volatile.Register32 // 0x6c
	CLK_RTC_DIV      volatile.Register32
}

// XOSC_Type: section 2.16.
type XOSC_Type struct {
	CTRL    volatile.Register32
	STATUS  volatile.Register32
	DORMANT volatile.Register32
	STARTUP volatile.Register32
}

// PLL_Type: section 2.18.
type PLL_Type struct {
	CS        volatile.Register32
	PWR       volatile.Register32
	FBDIV_INT volatile.Register32
	PRIM      volatile.Register32
}

const (
	PLL_CS_LOCK       = 1 << 31
	PLL_PWR_PD        = 1 << 0
	PLL_PWR_POSTDIVPD = 1 << 3
	PLL_PWR_VCOPD     = 1 << 5
)

// Start runs a PLL that is out of reset, at the crystal's frequency times feedback, divided by div1
// and div2, and waits until it is stable (RP2040 Datasheet, section 2.18.2).
func (pll *PLL_Type) Start(feedback, div1, div2 uint32) {
	pll.CS.Set(1)
	pll.FBDIV_INT.Set(feedback)
	pll.PWR.ClearBits(PLL_PWR_PD | PLL_PWR_VCOPD)
	for !pll.CS.HasBits(PLL_CS_LOCK) {
	}
	pll.PRIM.Set(div1<<16 | div2<<12)
	pll.PWR.ClearBits(PLL_PWR_POSTDIVPD)
}

// WATCHDOG_Type: section 4.7.
type WATCHDOG_Type struct {
	CTRL    volatile.Register32
	LOAD    volatile.Register32
	REASON  volatile.Register32
	SCRATCH [8]volatile.Register32
	TICK    volatile.Register32 // 0x2c
}

// TIMER_Type: section 4.6.
type TIMER_Type struct {
	TIMEHW   volatile.Register32
	TIMELW   volatile.Register32
	TIMEHR   volatile.Register32
	TIMELR   volatile.Register32
	ALARM    [4]volatile.Register32
	ARMED    volatile.Register32
	TIMERAWH volatile.Register32 // 0x24
	TIMERAWL volatile.Register32
	DBGPAUSE volatile.Register32
	PAUSE    volatile.Register32
	INTR     volatile.Register32 // 0x34
	INTE     volatile.Register32
}

// SIO_Type: section 2.3.1.7, the GPIO part.
type SIO_Type struct {
	CPUID        volatile.Register32
	GPIO_IN      volatile.Register32
	GPIO_HI_IN   volatile.Register32
	_            uint32
	GPIO_OUT     volatile.Register32 // 0x10
	GPIO_OUT_SET volatile.Register32
	GPIO_OUT_CLR volatile.Register32
	GPIO_OUT_XOR volatile.Register32
	GPIO_OE      volatile.Register32 // 0x20
	GPIO_OE_SET  volatile.Register32
	GPIO_OE_CLR  volatile.Register32
	GPIO_OE_XOR  volatile.Register32
}

// IO_BANK0_Type: section 2.19.6.1.
type IO_BANK0_Type struct {
	GPIO [30]struct {
		STATUS volatile.Register32
		CTRL   volatile.Register32
	}
	// Four bits a pin: level low, level high, edge low, edge high.
	INTR       [4]volatile.Register32 // 0xf0
	PROC0_INTE [4]volatile.Register32
	PROC0_INTF [4]volatile.Register32
	PROC0_INTS [4]volatile.Register32
}

const (
	IO_BANK0_FUNCSEL_SPI  = 1
	IO_BANK0_FUNCSEL_UART = 2
	IO_BANK0_FUNCSEL_I2C  = 3
	IO_BANK0_FUNCSEL_PWM  = 4
	IO_BANK0_FUNCSEL_SIO  = 5
	IO_BANK0_FUNCSEL_USB  = 8
	IO_BANK0_FUNCSEL_NULL = 31
	IO_BANK0_FUNCSEL_Msk  = 31
	IO_BANK0_OEOVER_OFF   = 2 << 12
	IO_BANK0_OEOVER_Msk   = 3 << 12
	IO_BANK0_INOVER_HIGH  = 3 << 16
	IO_BANK0_INOVER_Msk   = 3 << 16
)

// PADS_BANK0_Type: section 2.19.6.3.
type PADS_BANK0_Type struct {
	VOLTAGE_SELECT volatile.Register32
	GPIO           [30]volatile.Register32
}

const (
	PADS_BANK0_OD       = 1 << 7
	PADS_BANK0_IE       = 1 << 6
	PADS_BANK0_DRIVE_4M = 1 << 4
	PADS_BANK0_PUE      = 1 << 3
	PADS_BANK0_PDE      = 1 << 2
	PADS_BANK0_SCHMITT  = 1 << 1
)

// UART_Type: section 4.2.8 (PL011).
type UART_Type struct {
	UARTDR    volatile.Register32
	UARTRSR   volatile.Register32
	_         [4]uint32
	UARTFR    volatile.Register32 // 0x18
	_         uint32
	UARTILPR  volatile.Register32
	UARTIBRD  volatile.Register32 // 0x24
	UARTFBRD  volatile.Register32
	UARTLCR_H volatile.Register32
	UARTCR    volatile.Register32
	UARTIFLS  volatile.Register32
	UARTIMSC  volatile.Register32
	UARTRIS   volatile.Register32
	UARTMIS   volatile.Register32
	UARTICR   volatile.Register32
}

const (
	UART_UARTFR_RXFE    = 1 << 4
	UART_UARTFR_TXFF    = 1 << 5
	UART_UARTFR_BUSY    = 1 << 3
	UART_UARTLCR_H_PEN  = 1 << 1
	UART_UARTLCR_H_EPS  = 1 << 2
	UART_UARTLCR_H_STP2 = 1 << 3
	UART_UARTLCR_H_FEN  = 1 << 4
	UART_UARTLCR_H_8BIT = 3 << 5
	// UART_UARTLCR_H_WLEN_Pos is of the number of bits, from 5 on.
	UART_UARTLCR_H_WLEN_Pos = 5
	UART_UARTCR_UARTEN      = 1 << 0
	UART_UARTCR_TXE         = 1 << 8
	UART_UARTCR_RXE         = 1 << 9
	UART_UARTCR_RTSEN       = 1 << 14
	UART_UARTCR_CTSEN       = 1 << 15
	UART_UARTIMSC_RXIM      = 1 << 4
	UART_UARTIMSC_RTIM      = 1 << 6
)

// SYSINFO_Type: section 2.20.
type SYSINFO_Type struct {
	CHIP_ID  volatile.Register32
	PLATFORM volatile.Register32
}

var (
	SYSINFO    = (*SYSINFO_Type)(unsafe.Pointer(uintptr(0x40000000)))
	RESETS     = (*RESETS_Type)(unsafe.Pointer(uintptr(0x4000c000)))
	CLOCKS     = (*CLOCKS_Type)(unsafe.Pointer(uintptr(0x40008000)))
	XOSC       = (*XOSC_Type)(unsafe.Pointer(uintptr(0x40024000)))
	PLL_SYS    = (*PLL_Type)(unsafe.Pointer(uintptr(0x40028000)))
	WATCHDOG   = (*WATCHDOG_Type)(unsafe.Pointer(uintptr(0x40058000)))
	TIMER      = (*TIMER_Type)(unsafe.Pointer(uintptr(0x40054000)))
	SIO        = (*SIO_Type)(unsafe.Pointer(uintptr(0xd0000000)))
	IO_BANK0   = (*IO_BANK0_Type)(unsafe.Pointer(uintptr(0x40014000)))
	PADS_BANK0 = (*PADS_BANK0_Type)(unsafe.Pointer(uintptr(0x4001c000)))
	// SYSINFO_CHIP_ID has the chip's revision in its highest four bits: section 2.20.
	SYSINFO_CHIP_ID = (*volatile.Register32)(unsafe.Pointer(uintptr(0x40000000)))
	UART0           = (*UART_Type)(unsafe.Pointer(uintptr(0x40034000)))
	UART1           = (*UART_Type)(unsafe.Pointer(uintptr(0x40038000)))
)
