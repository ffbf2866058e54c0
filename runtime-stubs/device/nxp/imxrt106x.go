//go:build imxrt106x

// Package nxp has the registers of the i.MX RT1060 and RT1064 that embgo's runtime and machine
// packages use (i.MX RT1060 Processor Reference Manual, IMXRT1060RM; the chapter is named at each
// peripheral).
package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// CCM_Type: "Clock Controller Module".
type CCM_Type struct {
	CCR    volatile.Register32
	_      uint32
	CSR    volatile.Register32
	CCSR   volatile.Register32
	CACRR  volatile.Register32 // 0x10
	CBCDR  volatile.Register32
	CBCMR  volatile.Register32
	CSCMR1 volatile.Register32
	CSCMR2 volatile.Register32 // 0x20
	CSCDR1 volatile.Register32
	_      [4]uint32
	CSCDR2 volatile.Register32 // 0x38
	_      [3]uint32
	CDHIPR volatile.Register32 // 0x48
	_      [2]uint32
	CLPCR  volatile.Register32 // 0x54
	_      [4]uint32
	CCGR   [8]volatile.Register32 // 0x68, two bits a clock
}

const (
	CCM_CBCDR_IPG_PODF_Pos         = 8
	CCM_CBCDR_IPG_PODF_Msk         = 0x3 << 8
	CCM_CBCDR_AHB_PODF_Msk         = 0x7 << 10
	CCM_CBCDR_PERIPH_CLK_SEL       = 1 << 25
	CCM_CBCDR_PERIPH_CLK2_PODF_Msk = 0x7 << 27
	CCM_CBCMR_LPSPI_CLK_SEL_Pos    = 4
	CCM_CBCMR_LPSPI_PODF_Pos       = 26
	CCM_CBCMR_PERIPH_CLK2_SEL_Pos  = 12
	CCM_CBCMR_PERIPH_CLK2_SEL_Msk  = 0x3 << 12
	CCM_CBCMR_PRE_PERIPH_CLK_Pos   = 18
	CCM_CSCMR1_PERCLK_PODF_Msk     = 0x3f << 0
	CCM_CSCMR1_PERCLK_CLK_SEL      = 1 << 6
	CCM_CSCMR2_CAN_CLK_PODF_Msk    = 0x3f << 2
	CCM_CSCMR2_CAN_CLK_SEL_Pos     = 8
	CCM_CSCMR2_CAN_CLK_SEL_Msk     = 0x3 << 8
	CCM_CSCDR1_UART_CLK_PODF_Msk   = 0x3f << 0
	CCM_CSCDR1_UART_CLK_SEL        = 1 << 6
	CCM_CSCDR2_LPI2C_CLK_SEL       = 1 << 18
	CCM_CSCDR2_LPI2C_CLK_PODF_Msk  = 0x3f << 19
	CCM_CLPCR_LPM_Msk              = 0x3 << 0
)

// CCM_ANALOG_Type: "CCM Analog".
type CCM_ANALOG_Type struct {
	PLL_ARM  volatile.Register32
	_        [3]uint32
	PLL_USB1 volatile.Register32 // 0x10
	_        [7]uint32
	PLL_SYS  volatile.Register32 // 0x30
}

const (
	CCM_ANALOG_PLL_ARM_ENABLE = 1 << 13
	CCM_ANALOG_PLL_ARM_BYPASS = 1 << 16
	CCM_ANALOG_PLL_ARM_LOCK   = 1 << 31

	CCM_ANALOG_PLL_USB1_EN_USB_CLKS = 1 << 6
	CCM_ANALOG_PLL_USB1_POWER       = 1 << 12
	CCM_ANALOG_PLL_USB1_ENABLE      = 1 << 13
	CCM_ANALOG_PLL_USB1_BYPASS      = 1 << 16
	CCM_ANALOG_PLL_USB1_LOCK        = 1 << 31

	CCM_ANALOG_PLL_SYS_DIV_SELECT = 1 << 0
	CCM_ANALOG_PLL_SYS_ENABLE     = 1 << 13
	CCM_ANALOG_PLL_SYS_BYPASS     = 1 << 16
	CCM_ANALOG_PLL_SYS_LOCK       = 1 << 31
)

// DCDC_Type: "DCDC Converter".
type DCDC_Type struct {
	REG0 volatile.Register32
	REG1 volatile.Register32
	REG2 volatile.Register32
	REG3 volatile.Register32
}

const (
	DCDC_REG0_STS_DC_OK = 1 << 31
	DCDC_REG3_TRG_Msk   = 0x1f
)

// GPT_Type: "General Purpose Timer".
type GPT_Type struct {
	CR  volatile.Register32
	PR  volatile.Register32
	SR  volatile.Register32
	IR  volatile.Register32
	OCR [3]volatile.Register32 // 0x10
	ICR [2]volatile.Register32 // 0x1c
	CNT volatile.Register32    // 0x24
}

const (
	GPT_CR_EN         = 1 << 0
	GPT_CR_ENMOD      = 1 << 1
	GPT_CR_WAITEN     = 1 << 3
	GPT_CR_CLKSRC_Pos = 6
	GPT_CR_FRR        = 1 << 9
	GPT_SR_OF1        = 1 << 0
	GPT_SR_ROV        = 1 << 5
	GPT_IR_OF1IE      = 1 << 0
	GPT_IR_ROVIE      = 1 << 5
)

// LPUART_Type: "Low Power Universal Asynchronous Receiver/Transmitter".
type LPUART_Type struct {
	VERID  volatile.Register32
	PARAM  volatile.Register32
	GLOBAL volatile.Register32
	PINCFG volatile.Register32
	BAUD   volatile.Register32 // 0x10
	STAT   volatile.Register32
	CTRL   volatile.Register32
	DATA   volatile.Register32
}

const (
	LPUART_BAUD_OSR_Pos = 24
	LPUART_BAUD_SBNS    = 1 << 13 // two stop bits
	LPUART_STAT_OR      = 1 << 19
	LPUART_STAT_RDRF    = 1 << 21
	LPUART_STAT_TC      = 1 << 22
	LPUART_STAT_TDRE    = 1 << 23
	LPUART_CTRL_PT      = 1 << 0 // odd
	LPUART_CTRL_PE      = 1 << 1 // parity
	LPUART_CTRL_M       = 1 << 4 // nine bits, with that of the parity
	LPUART_CTRL_RE      = 1 << 18
	LPUART_CTRL_TE      = 1 << 19
	LPUART_CTRL_RIE     = 1 << 21
)

// GPIO_Type: "General Purpose Input/Output".
type GPIO_Type struct {
	DR        volatile.Register32
	GDIR      volatile.Register32
	PSR       volatile.Register32
	ICR       [2]volatile.Register32 // 0x0c, two bits a pin
	IMR       volatile.Register32    // 0x14
	ISR       volatile.Register32
	EDGE_SEL  volatile.Register32
	_         [25]uint32
	DR_SET    volatile.Register32 // 0x84
	DR_CLEAR  volatile.Register32
	DR_TOGGLE volatile.Register32
}

// IOMUXC_Type: "IOMUX Controller": the pads from GPIO_EMC_00 to GPIO_SD_B1_11.
type IOMUXC_Type struct {
	_              [5]uint32
	SW_MUX_CTL_PAD [124]volatile.Register32 // 0x014
	SW_PAD_CTL_PAD [124]volatile.Register32 // 0x204
	SELECT_INPUT   [154]volatile.Register32 // 0x3f4
}

const (
	IOMUXC_MUX_GPIO        = 5
	IOMUXC_MUX_SION        = 1 << 4
	IOMUXC_PAD_SRE         = 1 << 0
	IOMUXC_PAD_DSE_Pos     = 3
	IOMUXC_PAD_SPEED_Pos   = 6
	IOMUXC_PAD_ODE         = 1 << 11
	IOMUXC_PAD_PKE         = 1 << 12
	IOMUXC_PAD_PUE         = 1 << 13
	IOMUXC_PAD_PUS_100K_DN = 0 << 14
	IOMUXC_PAD_PUS_22K_UP  = 3 << 14
	IOMUXC_PAD_HYS         = 1 << 16
)

// IOMUXC_SNVS_Type: "IOMUX Controller", the three pads of GPIO5.
type IOMUXC_SNVS_Type struct {
	SW_MUX_CTL_PAD [3]volatile.Register32
	_              [3]uint32
	SW_PAD_CTL_PAD [3]volatile.Register32 // 0x18
}

// OCOTP_Type: "On-Chip OTP Controller", the chip's unique number.
type OCOTP_Type struct {
	_    [260]uint32
	CFG0 volatile.Register32 // 0x410
	_    [3]uint32
	CFG1 volatile.Register32 // 0x420
}

// SNVS_Type: "Secure Non-Volatile Storage", the two counters.
type SNVS_Type struct {
	_        [2]uint32
	HPCR     volatile.Register32 // 0x08
	_        [2]uint32
	HPSR     volatile.Register32 // 0x14
	_        [3]uint32
	HPRTCMR  volatile.Register32 // 0x24
	HPRTCLR  volatile.Register32
	HPTAMR   volatile.Register32 // 0x2c
	HPTALR   volatile.Register32
	_        uint32
	LPCR     volatile.Register32 // 0x38
	_        [5]uint32
	LPSRTCMR volatile.Register32 // 0x50
	LPSRTCLR volatile.Register32
}

const (
	SNVS_HPCR_RTC_EN   = 1 << 0
	SNVS_HPCR_HPTA_EN  = 1 << 1
	SNVS_HPCR_HP_TS    = 1 << 16
	SNVS_HPSR_HPTA     = 1 << 0
	SNVS_LPCR_SRTC_ENV = 1 << 0
)

// WDOG_Type: "Watchdog Timer". Its registers have 16 bits, and the lower bits of WCR are written once
// after a reset.
type WDOG_Type struct {
	WCR  volatile.Register16
	WSR  volatile.Register16
	WRSR volatile.Register16
	WICR volatile.Register16
	WMCR volatile.Register16 // 0x08
}

const (
	WDOG_WCR_WDBG   = 1 << 1
	WDOG_WCR_WDE    = 1 << 2
	WDOG_WCR_SRS    = 1 << 4
	WDOG_WCR_WDA    = 1 << 5
	WDOG_WCR_WT_Pos = 8
	WDOG_WMCR_PDE   = 1 << 0
)

// Interrupts: "Interrupts, DMA Events, and XBAR Assignments".
const (
	IRQ_LPUART1              = 20
	IRQ_LPUART6              = 25
	IRQ_SNVS_HP              = 46
	IRQ_GPIO1_Combined_0_15  = 80
	IRQ_GPIO1_Combined_16_31 = 81
	IRQ_GPIO2_Combined_0_15  = 82
	IRQ_GPIO2_Combined_16_31 = 83
	IRQ_GPIO3_Combined_0_15  = 84
	IRQ_GPIO3_Combined_16_31 = 85
	IRQ_GPIO4_Combined_0_15  = 86
	IRQ_GPIO4_Combined_16_31 = 87
	IRQ_GPIO5_Combined_0_15  = 88
	IRQ_GPT1                 = 100
)

var (
	DCDC        = (*DCDC_Type)(unsafe.Pointer(uintptr(0x40080000)))
	IOMUXC_SNVS = (*IOMUXC_SNVS_Type)(unsafe.Pointer(uintptr(0x400a8000)))
	WDOG1       = (*WDOG_Type)(unsafe.Pointer(uintptr(0x400b8000)))
	GPIO5       = (*GPIO_Type)(unsafe.Pointer(uintptr(0x400c0000)))
	SNVS        = (*SNVS_Type)(unsafe.Pointer(uintptr(0x400d4000)))
	CCM_ANALOG  = (*CCM_ANALOG_Type)(unsafe.Pointer(uintptr(0x400d8000)))
	CCM         = (*CCM_Type)(unsafe.Pointer(uintptr(0x400fc000)))
	LPUART1     = (*LPUART_Type)(unsafe.Pointer(uintptr(0x40184000)))
	LPUART6     = (*LPUART_Type)(unsafe.Pointer(uintptr(0x40198000)))
	GPIO1       = (*GPIO_Type)(unsafe.Pointer(uintptr(0x401b8000)))
	GPIO2       = (*GPIO_Type)(unsafe.Pointer(uintptr(0x401bc000)))
	GPIO3       = (*GPIO_Type)(unsafe.Pointer(uintptr(0x401c0000)))
	GPIO4       = (*GPIO_Type)(unsafe.Pointer(uintptr(0x401c4000)))
	GPT1        = (*GPT_Type)(unsafe.Pointer(uintptr(0x401ec000)))
	OCOTP       = (*OCOTP_Type)(unsafe.Pointer(uintptr(0x401f4000)))
	IOMUXC      = (*IOMUXC_Type)(unsafe.Pointer(uintptr(0x401f8000)))
)
