//go:build stm32f4

package stm32

import (
	"runtime/volatile"
	"unsafe"
)

// SPI_Type: section 28.5.
type SPI_Type struct {
	CR1 volatile.Register32
	CR2 volatile.Register32
	SR  volatile.Register32
	DR  volatile.Register32
}

const (
	SPI_CR1_CPHA     = 1 << 0
	SPI_CR1_CPOL     = 1 << 1
	SPI_CR1_MSTR     = 1 << 2
	SPI_CR1_BR_Pos   = 3
	SPI_CR1_SPE      = 1 << 6
	SPI_CR1_LSBFIRST = 1 << 7
	SPI_CR1_SSI      = 1 << 8
	SPI_CR1_SSM      = 1 << 9
	SPI_SR_RXNE      = 1 << 0
	SPI_SR_TXE       = 1 << 1
	SPI_SR_BSY       = 1 << 7
)

// I2C_Type: section 27.6.
type I2C_Type struct {
	CR1   volatile.Register32
	CR2   volatile.Register32
	OAR1  volatile.Register32
	OAR2  volatile.Register32
	DR    volatile.Register32
	SR1   volatile.Register32
	SR2   volatile.Register32
	CCR   volatile.Register32
	TRISE volatile.Register32
}

const (
	I2C_CR1_PE    = 1 << 0
	I2C_CR1_START = 1 << 8
	I2C_CR1_STOP  = 1 << 9
	I2C_CR1_ACK   = 1 << 10
	I2C_CR1_POS   = 1 << 11
	I2C_CR1_SWRST = 1 << 15
	I2C_SR1_SB    = 1 << 0
	I2C_SR1_ADDR  = 1 << 1
	I2C_SR1_BTF   = 1 << 2
	I2C_SR1_STOPF = 1 << 4
	I2C_SR1_RXNE  = 1 << 6
	I2C_SR1_TXE   = 1 << 7
	I2C_SR1_BERR  = 1 << 8
	I2C_SR1_ARLO  = 1 << 9
	I2C_SR1_AF    = 1 << 10
	I2C_SR2_BUSY  = 1 << 1
	I2C_SR2_TRA   = 1 << 2
	I2C_CCR_F_S   = 1 << 15
	I2C_CCR_DUTY  = 1 << 14
)

// ADC_Type: section 13.13.
type ADC_Type struct {
	SR    volatile.Register32
	CR1   volatile.Register32
	CR2   volatile.Register32
	SMPR1 volatile.Register32
	SMPR2 volatile.Register32
	_     [6]uint32
	SQR1  volatile.Register32 // 0x2c
	SQR2  volatile.Register32
	SQR3  volatile.Register32
	_     [5]uint32
	DR    volatile.Register32 // 0x4c
}

const (
	ADC_SR_EOC      = 1 << 1
	ADC_CR2_ADON    = 1 << 0
	ADC_CR2_SWSTART = 1 << 30
)

// EXTI_Type: section 12.3.
type EXTI_Type struct {
	IMR   volatile.Register32
	EMR   volatile.Register32
	RTSR  volatile.Register32
	FTSR  volatile.Register32
	SWIER volatile.Register32
	PR    volatile.Register32
}

// IWDG_Type: section 21.4.
type IWDG_Type struct {
	KR  volatile.Register32
	PR  volatile.Register32
	RLR volatile.Register32
	SR  volatile.Register32
}

const (
	IWDG_SR_PVU = 1 << 0
	IWDG_SR_RVU = 1 << 1
)

// RTC_Type: section 26.6.
type RTC_Type struct {
	TR     volatile.Register32
	DR     volatile.Register32
	CR     volatile.Register32
	ISR    volatile.Register32 // 0x0c
	PRER   volatile.Register32
	WUTR   volatile.Register32
	CALIBR volatile.Register32
	ALRMAR volatile.Register32 // 0x1c
	ALRMBR volatile.Register32
	WPR    volatile.Register32
	SSR    volatile.Register32 // 0x28
}

const (
	RTC_CR_BYPSHAD        = 1 << 5
	RTC_CR_ALRAE          = 1 << 8
	RTC_CR_ALRAIE         = 1 << 12
	RTC_ISR_ALRAWF        = 1 << 0
	RTC_ISR_INITF         = 1 << 6
	RTC_ISR_INIT          = 1 << 7
	RTC_ISR_ALRAF         = 1 << 8
	RTC_PRER_PREDIV_A_Pos = 16
	EXTI_LINE_RTC_ALARM   = 1 << 17
)

// PWR_Type: section 5.4.
type PWR_Type struct {
	CR  volatile.Register32
	CSR volatile.Register32
}

// PWR_CR_DBP opens the backup domain for writing.
const PWR_CR_DBP = 1 << 8

// SYSCFG_Type: section 9.2.
type SYSCFG_Type struct {
	MEMRMP volatile.Register32
	PMC    volatile.Register32
	EXTICR [4]volatile.Register32 // 0x08
}

// ADC_Common_Type: section 13.13.16.
type ADC_Common_Type struct {
	CSR volatile.Register32
	CCR volatile.Register32
}

// Numbers of interrupts: section 12.2.
const (
	IRQ_EXTI0     = 6
	IRQ_EXTI1     = 7
	IRQ_EXTI2     = 8
	IRQ_EXTI3     = 9
	IRQ_EXTI4     = 10
	IRQ_EXTI9_5   = 23
	IRQ_USART1    = 37
	IRQ_USART2    = 38
	IRQ_USART3    = 39
	IRQ_EXTI15_10 = 40
	IRQ_RTC_Alarm = 41
	IRQ_OTG_FS    = 67
	IRQ_USART6    = 71
)

var (
	TIM1       = (*TIM_Type)(unsafe.Pointer(uintptr(0x40010000)))
	TIM3       = (*TIM_Type)(unsafe.Pointer(uintptr(0x40000400)))
	TIM4       = (*TIM_Type)(unsafe.Pointer(uintptr(0x40000800)))
	TIM5       = (*TIM_Type)(unsafe.Pointer(uintptr(0x40000c00)))
	TIM8       = (*TIM_Type)(unsafe.Pointer(uintptr(0x40010400)))
	SPI1       = (*SPI_Type)(unsafe.Pointer(uintptr(0x40013000)))
	SPI2       = (*SPI_Type)(unsafe.Pointer(uintptr(0x40003800)))
	SPI3       = (*SPI_Type)(unsafe.Pointer(uintptr(0x40003c00)))
	I2C1       = (*I2C_Type)(unsafe.Pointer(uintptr(0x40005400)))
	I2C2       = (*I2C_Type)(unsafe.Pointer(uintptr(0x40005800)))
	I2C3       = (*I2C_Type)(unsafe.Pointer(uintptr(0x40005c00)))
	ADC1       = (*ADC_Type)(unsafe.Pointer(uintptr(0x40012000)))
	ADC_Common = (*ADC_Common_Type)(unsafe.Pointer(uintptr(0x40012300)))
	SYSCFG     = (*SYSCFG_Type)(unsafe.Pointer(uintptr(0x40013800)))
	EXTI       = (*EXTI_Type)(unsafe.Pointer(uintptr(0x40013c00)))
	RTC        = (*RTC_Type)(unsafe.Pointer(uintptr(0x40002800)))
	PWR        = (*PWR_Type)(unsafe.Pointer(uintptr(0x40007000)))
	IWDG       = (*IWDG_Type)(unsafe.Pointer(uintptr(0x40003000)))
	USART6     = (*USART_Type)(unsafe.Pointer(uintptr(0x40011400)))
)
