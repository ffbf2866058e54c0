//go:build nrf

// Package nrf has the registers of the nRF51 and nRF52 that embgo's runtime and machine packages
// use (nRF51 Series Reference Manual, nRF52840 Product Specification; the two families share
// these peripherals' layout).
package nrf

import (
	"runtime/volatile"
	"unsafe"
)

// GPIO_Type: chapter GPIO.
type GPIO_Type struct {
	_       [321]uint32
	OUT     volatile.Register32 // 0x504
	OUTSET  volatile.Register32
	OUTCLR  volatile.Register32
	IN      volatile.Register32 // 0x510
	DIR     volatile.Register32
	DIRSET  volatile.Register32
	DIRCLR  volatile.Register32
	_       [120]uint32
	PIN_CNF [32]volatile.Register32 // 0x700
}

const (
	GPIO_PIN_CNF_DIR_Output       = 1 << 0
	GPIO_PIN_CNF_INPUT_Disconnect = 1 << 1
	GPIO_PIN_CNF_PULL_Pulldown    = 1 << 2
	GPIO_PIN_CNF_PULL_Pullup      = 3 << 2
)

// UART_Type: chapter UART.
type UART_Type struct {
	TASKS_STARTRX volatile.Register32
	TASKS_STOPRX  volatile.Register32
	TASKS_STARTTX volatile.Register32
	TASKS_STOPTX  volatile.Register32
	_             [62]uint32
	EVENTS_RXDRDY volatile.Register32 // 0x108
	_             [4]uint32
	EVENTS_TXDRDY volatile.Register32 // 0x11c
	_             [121]uint32
	INTENSET      volatile.Register32 // 0x304
	INTENCLR      volatile.Register32
	_             [125]uint32
	ENABLE        volatile.Register32 // 0x500
	_             uint32
	PSELRTS       volatile.Register32
	PSELTXD       volatile.Register32 // 0x50c
	PSELCTS       volatile.Register32
	PSELRXD       volatile.Register32
	RXD           volatile.Register32
	TXD           volatile.Register32
	_             uint32
	BAUDRATE      volatile.Register32 // 0x524
	_             [17]uint32
	CONFIG        volatile.Register32 // 0x56c
}

// PSEL_Disconnected is no pin, in the registers that connect a peripheral to one.
const PSEL_Disconnected = 0xffffffff

const (
	UART_ENABLE_Enabled  = 4
	UART_CONFIG_HWFC     = 1 << 0
	UART_CONFIG_PARITY   = 7 << 1 // even
	UART_CONFIG_STOP_Two = 1 << 4 // not on the nRF51
)

// TIMER_Type: chapter TIMER.
type TIMER_Type struct {
	TASKS_START    volatile.Register32
	TASKS_STOP     volatile.Register32
	TASKS_COUNT    volatile.Register32
	TASKS_CLEAR    volatile.Register32
	_              [12]uint32
	TASKS_CAPTURE  [6]volatile.Register32 // 0x40
	_              [58]uint32
	EVENTS_COMPARE [6]volatile.Register32 // 0x140
	_              [107]uint32
	INTENSET       volatile.Register32 // 0x304
	INTENCLR       volatile.Register32
	_              [126]uint32
	MODE           volatile.Register32 // 0x504
	BITMODE        volatile.Register32
	_              uint32
	PRESCALER      volatile.Register32 // 0x510
	_              [11]uint32
	CC             [6]volatile.Register32 // 0x540
}

const (
	TIMER_BITMODE_32Bit = 3
	// TIMER_INTEN_COMPARE0 is the first of six bits.
	TIMER_INTEN_COMPARE0 = 1 << 16
)

// TIMER0_IRQ is the timer's interrupt.
const TIMER0_IRQ = 8

// CLOCK_Type: chapter CLOCK.
type CLOCK_Type struct {
	TASKS_HFCLKSTART    volatile.Register32
	_                   uint32
	TASKS_LFCLKSTART    volatile.Register32 // 0x08
	_                   [61]uint32
	EVENTS_HFCLKSTARTED volatile.Register32 // 0x100
	EVENTS_LFCLKSTARTED volatile.Register32
	_                   [260]uint32
	LFCLKSRC            volatile.Register32 // 0x518
}

// RTC_Type: chapter RTC.
type RTC_Type struct {
	TASKS_START    volatile.Register32
	TASKS_STOP     volatile.Register32
	TASKS_CLEAR    volatile.Register32
	_              [62]uint32
	EVENTS_OVRFLW  volatile.Register32 // 0x104
	_              [14]uint32
	EVENTS_COMPARE [4]volatile.Register32 // 0x140
	_              [109]uint32
	INTENSET       volatile.Register32 // 0x304
	INTENCLR       volatile.Register32
	_              [13]uint32
	EVTEN          volatile.Register32 // 0x340
	EVTENSET       volatile.Register32
	EVTENCLR       volatile.Register32
	_              [110]uint32
	COUNTER        volatile.Register32 // 0x504
	PRESCALER      volatile.Register32
	_              [13]uint32
	CC             [4]volatile.Register32 // 0x540
}

const (
	RTC_INT_OVRFLW   = 1 << 1
	RTC_INT_COMPARE0 = 1 << 16
)

var (
	CLOCK  = (*CLOCK_Type)(unsafe.Pointer(uintptr(0x40000000)))
	UART0  = (*UART_Type)(unsafe.Pointer(uintptr(0x40002000)))
	RTC1   = (*RTC_Type)(unsafe.Pointer(uintptr(0x40011000)))
	TIMER0 = (*TIMER_Type)(unsafe.Pointer(uintptr(0x40008000)))
	P0     = (*GPIO_Type)(unsafe.Pointer(uintptr(0x50000000)))
)
