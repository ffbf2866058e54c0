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

// QSPI_Type: chapter 19, the clock divider only.
type QSPI_Type struct {
	SCKDIV volatile.Register32
}

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
	MTIME = (*CLINT_Type)(unsafe.Pointer(uintptr(0x0200bff8)))
)
