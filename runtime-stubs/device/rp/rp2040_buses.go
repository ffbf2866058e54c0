//go:build rp2040

package rp

import (
	"runtime/volatile"
	"unsafe"
)

// ADC_Type: section 4.9.6.
type ADC_Type struct {
	CS     volatile.Register32
	RESULT volatile.Register32
	FCS    volatile.Register32
	FIFO   volatile.Register32
	DIV    volatile.Register32
	INTR   volatile.Register32
	INTE   volatile.Register32
	INTF   volatile.Register32
	INTS   volatile.Register32
}

const (
	ADC_CS_EN         = 1 << 0
	ADC_CS_TS_EN      = 1 << 1
	ADC_CS_START_ONCE = 1 << 2
	ADC_CS_READY      = 1 << 8
	ADC_CS_AINSEL_Pos = 12
)

// SPI_Type: section 4.4.4 (PL022).
type SPI_Type struct {
	SSPCR0  volatile.Register32
	SSPCR1  volatile.Register32
	SSPDR   volatile.Register32
	SSPSR   volatile.Register32
	SSPCPSR volatile.Register32
	SSPIMSC volatile.Register32
	SSPRIS  volatile.Register32
	SSPMIS  volatile.Register32
	SSPICR  volatile.Register32
}

const (
	SPI_SSPCR0_SPO     = 1 << 6
	SPI_SSPCR0_SPH     = 1 << 7
	SPI_SSPCR0_SCR_Pos = 8
	SPI_SSPCR1_SSE     = 1 << 1
	SPI_SSPSR_TFE      = 1 << 0
	SPI_SSPSR_TNF      = 1 << 1
	SPI_SSPSR_RNE      = 1 << 2
	SPI_SSPSR_BSY      = 1 << 4
	SPI_SSPICR_RORIC   = 1 << 0
)

// I2C_Type: section 4.3.17.
type I2C_Type struct {
	IC_CON            volatile.Register32
	IC_TAR            volatile.Register32
	IC_SAR            volatile.Register32
	_                 uint32
	IC_DATA_CMD       volatile.Register32 // 0x10
	IC_SS_SCL_HCNT    volatile.Register32
	IC_SS_SCL_LCNT    volatile.Register32
	IC_FS_SCL_HCNT    volatile.Register32
	IC_FS_SCL_LCNT    volatile.Register32
	_                 [2]uint32
	IC_INTR_STAT      volatile.Register32 // 0x2c
	IC_INTR_MASK      volatile.Register32
	IC_RAW_INTR_STAT  volatile.Register32
	IC_RX_TL          volatile.Register32
	IC_TX_TL          volatile.Register32
	IC_CLR_INTR       volatile.Register32
	IC_CLR_RX_UNDER   volatile.Register32
	IC_CLR_RX_OVER    volatile.Register32
	IC_CLR_TX_OVER    volatile.Register32
	IC_CLR_RD_REQ     volatile.Register32
	IC_CLR_TX_ABRT    volatile.Register32
	IC_CLR_RX_DONE    volatile.Register32
	IC_CLR_ACTIVITY   volatile.Register32
	IC_CLR_STOP_DET   volatile.Register32
	IC_CLR_START_DET  volatile.Register32
	IC_CLR_GEN_CALL   volatile.Register32
	IC_ENABLE         volatile.Register32
	IC_STATUS         volatile.Register32
	IC_TXFLR          volatile.Register32
	IC_RXFLR          volatile.Register32
	IC_SDA_HOLD       volatile.Register32
	IC_TX_ABRT_SOURCE volatile.Register32
	_                 [7]uint32
	IC_FS_SPKLEN      volatile.Register32 // 0xa0
}

const (
	I2C_IC_CON_MASTER_MODE                   = 1 << 0
	I2C_IC_CON_SPEED_Pos                     = 1
	I2C_IC_CON_IC_RESTART_EN                 = 1 << 5
	I2C_IC_CON_IC_SLAVE_DISABLE              = 1 << 6
	I2C_IC_CON_TX_EMPTY_CTRL                 = 1 << 8
	I2C_IC_CON_STOP_DET_IFADDRESSED          = 1 << 7
	I2C_IC_CON_RX_FIFO_FULL_HLD_CTRL         = 1 << 9
	I2C_IC_DATA_CMD_FIRST_DATA_BYTE          = 1 << 11
	I2C_IC_RAW_INTR_STAT_RD_REQ              = 1 << 5
	I2C_IC_RAW_INTR_STAT_RX_DONE             = 1 << 7
	I2C_IC_DATA_CMD_CMD                      = 1 << 8
	I2C_IC_DATA_CMD_STOP                     = 1 << 9
	I2C_IC_DATA_CMD_RESTART                  = 1 << 10
	I2C_IC_RAW_INTR_STAT_TX_ABRT             = 1 << 6
	I2C_IC_RAW_INTR_STAT_STOP_DET            = 1 << 9
	I2C_IC_STATUS_TFNF                       = 1 << 1
	I2C_IC_STATUS_SLV_ACTIVITY               = 1 << 6
	I2C_IC_STATUS_RFNE                       = 1 << 3
	I2C_IC_TX_ABRT_SOURCE_ABRT_7B_ADDR_NOACK = 1 << 0
	I2C_IC_TX_ABRT_SOURCE_ABRT_TXDATA_NOACK  = 1 << 3
)

// PWM_Type: section 4.5.3.
type PWM_Type struct {
	CH [8]struct {
		CSR volatile.Register32
		DIV volatile.Register32
		CTR volatile.Register32
		CC  volatile.Register32
		TOP volatile.Register32
	}
	EN   volatile.Register32 // 0xa0
	INTR volatile.Register32
	INTE volatile.Register32
	INTF volatile.Register32
	INTS volatile.Register32
}

const (
	PWM_CSR_EN    = 1 << 0
	PWM_CSR_A_INV = 1 << 2
	// PWM_CSR_PH_CORRECT has the counter count up and down again.
	PWM_CSR_PH_CORRECT = 1 << 1
	PWM_CSR_B_INV      = 1 << 3
)

// PSM_Type: section 2.13.5.
type PSM_Type struct {
	FRCE_ON  volatile.Register32
	FRCE_OFF volatile.Register32
	WDSEL    volatile.Register32
	DONE     volatile.Register32
}

// RTC_Type: section 4.8.6.
type RTC_Type struct {
	CLKDIV_M1   volatile.Register32
	SETUP_0     volatile.Register32
	SETUP_1     volatile.Register32
	CTRL        volatile.Register32 // 0x0c
	IRQ_SETUP_0 volatile.Register32
	IRQ_SETUP_1 volatile.Register32
	RTC_1       volatile.Register32 // 0x18
	RTC_0       volatile.Register32
	INTR        volatile.Register32
	INTE        volatile.Register32 // 0x24
	INTF        volatile.Register32
	INTS        volatile.Register32
}

const (
	RTC_CTRL_ENABLE              = 1 << 0
	RTC_CTRL_ACTIVE              = 1 << 1
	RTC_CTRL_LOAD                = 1 << 4
	RTC_IRQ_SETUP_0_DAY_ENA      = 1 << 24
	RTC_IRQ_SETUP_0_MONTH_ENA    = 1 << 25
	RTC_IRQ_SETUP_0_YEAR_ENA     = 1 << 26
	RTC_IRQ_SETUP_0_MATCH_ENA    = 1 << 28
	RTC_IRQ_SETUP_0_MATCH_ACTIVE = 1 << 29
	RTC_IRQ_SETUP_1_SEC_ENA      = 1 << 28
	RTC_IRQ_SETUP_1_MIN_ENA      = 1 << 29
	RTC_IRQ_SETUP_1_HOUR_ENA     = 1 << 30
)

// Numbers of interrupts: section 2.3.2.
const (
	IRQ_USBCTRL  = 5
	IRQ_IO_BANK0 = 13
	IRQ_UART0    = 20
	IRQ_UART1    = 21
	IRQ_RTC      = 25
)

var (
	SPI0    = (*SPI_Type)(unsafe.Pointer(uintptr(0x4003c000)))
	SPI1    = (*SPI_Type)(unsafe.Pointer(uintptr(0x40040000)))
	I2C0    = (*I2C_Type)(unsafe.Pointer(uintptr(0x40044000)))
	I2C1    = (*I2C_Type)(unsafe.Pointer(uintptr(0x40048000)))
	ADC     = (*ADC_Type)(unsafe.Pointer(uintptr(0x4004c000)))
	PWM     = (*PWM_Type)(unsafe.Pointer(uintptr(0x40050000)))
	PSM     = (*PSM_Type)(unsafe.Pointer(uintptr(0x40010000)))
	RTC     = (*RTC_Type)(unsafe.Pointer(uintptr(0x4005c000)))
	PLL_USB = (*PLL_Type)(unsafe.Pointer(uintptr(0x4002c000)))
)
