//go:build stm32f4

// Package stm32 has the registers of the STM32F4 that embgo's runtime and machine packages use
// (RM0090; the section is named at each peripheral).
package stm32

import (
	"runtime/volatile"
	"unsafe"
)

// RCC_Type: section 7.3.
type RCC_Type struct {
	CR       volatile.Register32
	PLLCFGR  volatile.Register32
	CFGR     volatile.Register32
	CIR      volatile.Register32
	AHB1RSTR volatile.Register32
	AHB2RSTR volatile.Register32
	AHB3RSTR volatile.Register32
	_        uint32
	APB1RSTR volatile.Register32
	APB2RSTR volatile.Register32
	_        [2]uint32
	AHB1ENR  volatile.Register32 // 0x30
	AHB2ENR  volatile.Register32
	AHB3ENR  volatile.Register32
	_        uint32
	APB1ENR  volatile.Register32 // 0x40
	APB2ENR  volatile.Register32
	_        [10]uint32
	BDCR     volatile.Register32 // 0x70
	CSR      volatile.Register32
}

const (
	RCC_CR_HSEON         = 1 << 16
	RCC_CR_HSERDY        = 1 << 17
	RCC_CR_PLLON         = 1 << 24
	RCC_CR_PLLRDY        = 1 << 25
	RCC_PLLCFGR_PLLSRC   = 1 << 22
	RCC_CFGR_SW_PLL      = 2
	RCC_CFGR_SWS_Msk     = 3 << 2
	RCC_CFGR_SWS_PLL     = 2 << 2
	RCC_AHB2ENR_OTGFSEN  = 1 << 7
	RCC_APB1ENR_TIM2EN   = 1 << 0
	RCC_APB1ENR_USART2EN = 1 << 17
	RCC_APB1ENR_USART3EN = 1 << 18
	RCC_APB1ENR_PWREN    = 1 << 28
	RCC_APB1ENR_TIM3EN   = 1 << 1
	RCC_APB1ENR_TIM4EN   = 1 << 2
	RCC_APB1ENR_TIM5EN   = 1 << 3
	RCC_APB1ENR_SPI2EN   = 1 << 14
	RCC_APB1ENR_SPI3EN   = 1 << 15
	RCC_APB1ENR_I2C1EN   = 1 << 21
	RCC_APB1ENR_I2C2EN   = 1 << 22
	RCC_APB1ENR_I2C3EN   = 1 << 23
	RCC_APB1ENR_CAN1EN   = 1 << 25
	RCC_APB1ENR_CAN2EN   = 1 << 26
	RCC_BDCR_LSEON       = 1 << 0
	RCC_BDCR_LSERDY      = 1 << 1
	RCC_BDCR_RTCSEL_Msk  = 3 << 8
	RCC_BDCR_RTCSEL_LSE  = 1 << 8
	RCC_BDCR_RTCSEL_LSI  = 2 << 8
	RCC_BDCR_RTCEN       = 1 << 15
	RCC_BDCR_BDRST       = 1 << 16
	RCC_CSR_LSION        = 1 << 0
	RCC_CSR_LSIRDY       = 1 << 1
	RCC_APB2ENR_TIM1EN   = 1 << 0
	RCC_APB2ENR_TIM8EN   = 1 << 1
	RCC_APB2ENR_USART1EN = 1 << 4
	RCC_APB2ENR_USART6EN = 1 << 5
	RCC_APB2ENR_ADC1EN   = 1 << 8
	RCC_APB2ENR_SPI1EN   = 1 << 12
	RCC_APB2ENR_SYSCFGEN = 1 << 14
)

// FLASH_Type: section 3.9.
type FLASH_Type struct {
	ACR     volatile.Register32
	KEYR    volatile.Register32
	OPTKEYR volatile.Register32
	SR      volatile.Register32 // 0x0c
	CR      volatile.Register32
}

const (
	FLASH_ACR_PRFTEN = 1 << 8
	FLASH_ACR_ICEN   = 1 << 9
	FLASH_ACR_DCEN   = 1 << 10
	FLASH_ACR_DCRST  = 1 << 12
	// FLASH_SR_ERRORS are those of programming, of protection and of an operation, and its end.
	FLASH_SR_ERRORS    = 0xf3
	FLASH_SR_BSY       = 1 << 16
	FLASH_CR_PG        = 1 << 0
	FLASH_CR_SER       = 1 << 1
	FLASH_CR_SNB_Pos   = 3
	FLASH_CR_PSIZE_Pos = 8
	FLASH_CR_STRT      = 1 << 16
	FLASH_CR_LOCK      = 1 << 31
)

// GPIO_Type: section 8.4.
type GPIO_Type struct {
	MODER   volatile.Register32
	OTYPER  volatile.Register32
	OSPEEDR volatile.Register32
	PUPDR   volatile.Register32
	IDR     volatile.Register32
	ODR     volatile.Register32
	BSRR    volatile.Register32
	LCKR    volatile.Register32
	AFRL    volatile.Register32
	AFRH    volatile.Register32
}

// TIM_Type: section 18.4, timers 2 to 5.
type TIM_Type struct {
	CR1   volatile.Register32
	CR2   volatile.Register32
	SMCR  volatile.Register32
	DIER  volatile.Register32
	SR    volatile.Register32
	EGR   volatile.Register32
	CCMR1 volatile.Register32
	CCMR2 volatile.Register32
	CCER  volatile.Register32
	CNT   volatile.Register32 // 0x24
	PSC   volatile.Register32
	ARR   volatile.Register32
	_     uint32
	CCR1  volatile.Register32 // 0x34
	CCR2  volatile.Register32
	CCR3  volatile.Register32
	CCR4  volatile.Register32
	BDTR  volatile.Register32 // 0x44, timers 1 and 8 only
}

const (
	TIM_CR1_CEN    = 1 << 0
	TIM_CR1_URS    = 1 << 2
	TIM_DIER_UIE   = 1 << 0
	TIM_DIER_CC1IE = 1 << 1
	TIM_SR_UIF     = 1 << 0
	TIM_SR_CC1IF   = 1 << 1
	TIM_EGR_UG     = 1 << 0
	TIM_CR1_ARPE   = 1 << 7
	TIM_BDTR_MOE   = 1 << 15
)

// USART_Type: section 30.6.
type USART_Type struct {
	SR  volatile.Register32
	DR  volatile.Register32
	BRR volatile.Register32
	CR1 volatile.Register32
	CR2 volatile.Register32
	CR3 volatile.Register32
}

const (
	USART_SR_RXNE    = 1 << 5
	USART_SR_TC      = 1 << 6
	USART_SR_TXE     = 1 << 7
	USART_SR_ORE     = 1 << 3
	USART_CR1_RE     = 1 << 2
	USART_CR1_TE     = 1 << 3
	USART_CR1_RXNEIE = 1 << 5
	USART_CR1_UE     = 1 << 13
	USART_CR1_PS     = 1 << 9  // odd
	USART_CR1_PCE    = 1 << 10 // parity
	USART_CR1_M      = 1 << 12 // nine bits, with that of the parity
	USART_CR2_STOP_2 = 2 << 12
)

var (
	RCC    = (*RCC_Type)(unsafe.Pointer(uintptr(0x40023800)))
	TIM2   = (*TIM_Type)(unsafe.Pointer(uintptr(0x40000000)))
	FLASH  = (*FLASH_Type)(unsafe.Pointer(uintptr(0x40023c00)))
	GPIOA  = (*GPIO_Type)(unsafe.Pointer(uintptr(0x40020000)))
	USART1 = (*USART_Type)(unsafe.Pointer(uintptr(0x40011000)))
	USART2 = (*USART_Type)(unsafe.Pointer(uintptr(0x40004400)))
	USART3 = (*USART_Type)(unsafe.Pointer(uintptr(0x40004800)))
)
