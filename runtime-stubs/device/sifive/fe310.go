//go:build fe310

// Package sifive has the registers of the FE310-G002 that embgo's runtime and machine packages use
// (FE310-G002 Manual; the chapter is named at each peripheral).
package sifive

import (
	"runtime/volatile"
	"unsafe"
)

// GPIO_Type: chapter 17.
type GPIO_Type struct {
	INPUT_VAL  volatile.Register32
	INPUT_EN   volatile.Register32
	OUTPUT_EN  volatile.Register32
	OUTPUT_VAL volatile.Register32
	PUE        volatile.Register32
	DS         volatile.Register32
	RISE_IE    volatile.Register32 // 0x18
	RISE_IP    volatile.Register32
	FALL_IE    volatile.Register32
	FALL_IP    volatile.Register32
	HIGH_IE    volatile.Register32
	HIGH_IP    volatile.Register32
	LOW_IE     volatile.Register32
	LOW_IP     volatile.Register32
	IOF_EN     volatile.Register32 // 0x38
	IOF_SEL    volatile.Register32
	OUT_XOR    volatile.Register32
}

// UART_Type: chapter 18.
type UART_Type struct {
	TXDATA volatile.Register32
	RXDATA volatile.Register32
	TXCTRL volatile.Register32
	RXCTRL volatile.Register32
	IE     volatile.Register32
	IP     volatile.Register32
	DIV    volatile.Register32
}

// PRCI_Type: chapter 6.
type PRCI_Type struct {
	HFROSCCFG volatile.Register32
	HFXOSCCFG volatile.Register32
	PLLCFG    volatile.Register32
	PLLDIV    volatile.Register32
}

const (
	PRCI_PLLCFG_F_Pos  = 4
	PRCI_PLLCFG_Q_Pos  = 10
	PRCI_PLLCFG_SEL    = 1 << 16
	PRCI_PLLCFG_REFSEL = 1 << 17
	PRCI_PLLCFG_LOCK   = 1 << 31
	PRCI_PLLDIV_BY_1   = 1 << 8
)

// QSPI_Type: chapter 19, the serial bus; the first one reads the flash.
type QSPI_Type struct {
	SCKDIV  volatile.Register32
	SCKMODE volatile.Register32 // 0x04
	_       [2]uint32
	CSID    volatile.Register32 // 0x10
	CSDEF   volatile.Register32
	CSMODE  volatile.Register32 // 0x18
	_       [9]uint32
	FMT     volatile.Register32 // 0x40
	_       uint32
	TXDATA  volatile.Register32 // 0x48
	RXDATA  volatile.Register32
	_       [4]uint32
	FCTRL   volatile.Register32 // 0x60
}

const (
	QSPI_CSMODE_AUTO  = 0
	QSPI_CSMODE_HOLD  = 2
	QSPI_CSMODE_OFF   = 3
	QSPI_FMT_LEN_8    = 8 << 16
	QSPI_FMT_ENDIAN   = 1 << 2
	QSPI_TXDATA_FULL  = 1 << 31
	QSPI_RXDATA_EMPTY = 1 << 31
	QSPI_SCKDIV_MAX   = 0xfff
)

// I2C_Type: chapter 21, the two-wire bus.
type I2C_Type struct {
	PRER_LO volatile.Register32
	PRER_HI volatile.Register32
	CTR     volatile.Register32 // 0x08
	TXR_RXR volatile.Register32
	CR_SR   volatile.Register32 // 0x10
}

const (
	I2C_CTR_EN   = 1 << 7
	I2C_CR_STA   = 1 << 7
	I2C_CR_STO   = 1 << 6
	I2C_CR_RD    = 1 << 5
	I2C_CR_WR    = 1 << 4
	I2C_CR_NACK  = 1 << 3
	I2C_CR_IACK  = 1 << 0
	I2C_SR_RXACK = 1 << 7
	I2C_SR_BUSY  = 1 << 6
	I2C_SR_AL    = 1 << 5
	I2C_SR_TIP   = 1 << 1
)

// PWM_Type: chapter 20, pulse width modulation.
type PWM_Type struct {
	CFG   volatile.Register32
	_     uint32
	COUNT volatile.Register32 // 0x08
	_     uint32
	S     volatile.Register32 // 0x10
	_     [3]uint32
	CMP   [4]volatile.Register32 // 0x20
}

const (
	PWM_CFG_SCALE_Msk = 15
	PWM_CFG_ZEROCMP   = 1 << 9
	PWM_CFG_ENALWAYS  = 1 << 12
)

// AON_Type: chapters 14 and 16, the watchdog and the counter of the always-on part.
type AON_Type struct {
	WDOGCFG    volatile.Register32
	_          uint32
	WDOGCOUNT  volatile.Register32 // 0x08
	_          uint32
	WDOGS      volatile.Register32 // 0x10
	_          uint32
	WDOGFEED   volatile.Register32 // 0x18
	WDOGKEY    volatile.Register32
	WDOGCMP0   volatile.Register32 // 0x20
	_          [7]uint32
	RTCCFG     volatile.Register32 // 0x40
	_          uint32
	RTCCOUNTLO volatile.Register32 // 0x48
	RTCCOUNTHI volatile.Register32
	RTCS       volatile.Register32 // 0x50
	_          [3]uint32
	RTCCMP     volatile.Register32 // 0x60
}

const (
	AON_WDOGCFG_RSTEN    = 1 << 8
	AON_WDOGCFG_ENALWAYS = 1 << 12
	AON_RTCCFG_ENALWAYS  = 1 << 12
	// AON_WDOGKEY opens the watchdog's registers for one write.
	AON_WDOGKEY  = 0x51F15E
	AON_WDOGFEED = 0xD09F00D
)

// IRQ_RTC is the counter's interrupt: chapter 10.
const IRQ_RTC = 2

// CLINT_Type: chapter 9, the timer at its offset 0xbff8.
type CLINT_Type struct {
	MTIMEL volatile.Register32
	MTIMEH volatile.Register32
}

var (
	PRCI  = (*PRCI_Type)(unsafe.Pointer(uintptr(0x10008000)))
	GPIO0 = (*GPIO_Type)(unsafe.Pointer(uintptr(0x10012000)))
	UART0 = (*UART_Type)(unsafe.Pointer(uintptr(0x10013000)))
	QSPI0 = (*QSPI_Type)(unsafe.Pointer(uintptr(0x10014000)))
	I2C0  = (*I2C_Type)(unsafe.Pointer(uintptr(0x10016000)))
	QSPI1 = (*QSPI_Type)(unsafe.Pointer(uintptr(0x10024000)))
	PWM0  = (*PWM_Type)(unsafe.Pointer(uintptr(0x10015000)))
	PWM1  = (*PWM_Type)(unsafe.Pointer(uintptr(0x10025000)))
	PWM2  = (*PWM_Type)(unsafe.Pointer(uintptr(0x10035000)))
	AON   = (*AON_Type)(unsafe.Pointer(uintptr(0x10000000)))
	MTIME = (*CLINT_Type)(unsafe.Pointer(uintptr(0x0200bff8)))
)
