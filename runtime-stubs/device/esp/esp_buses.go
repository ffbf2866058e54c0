//go:build esp32c3 || esp32s3

package esp

import (
	"runtime/volatile"
	"unsafe"
)

// SPI_Type: chapters 27/30, the general-purpose SPI.
type SPI_Type struct {
	CMD      volatile.Register32
	ADDR     volatile.Register32
	CTRL     volatile.Register32
	CLOCK    volatile.Register32 // 0x0c
	USER     volatile.Register32
	USER1    volatile.Register32
	USER2    volatile.Register32
	MS_DLEN  volatile.Register32 // 0x1c
	MISC     volatile.Register32
	_        [3]uint32
	DMA_CONF volatile.Register32 // 0x30
	_        [25]uint32
	W        [16]volatile.Register32 // 0x98
	_        [2]uint32
	SLAVE    volatile.Register32 // 0xe0
	SLAVE1   volatile.Register32
	CLK_GATE volatile.Register32 // 0xe8
}

const (
	SPI_CMD_UPDATE             = 1 << 23
	SPI_CMD_USR                = 1 << 24
	SPI_CLOCK_CLKCNT_N_Pos     = 12
	SPI_CLOCK_CLKCNT_H_Pos     = 6
	SPI_CLOCK_CLKDIV_PRE_Pos   = 18
	SPI_CLOCK_CLK_EQU_SYSCLK   = 1 << 31
	SPI_USER_DOUTDIN           = 1 << 0
	SPI_USER_CK_OUT_EDGE       = 1 << 9
	SPI_USER_USR_MOSI          = 1 << 27
	SPI_USER_USR_MISO          = 1 << 28
	SPI_MISC_CS_DIS            = 0x3f
	SPI_MISC_CK_IDLE_EDGE      = 1 << 29
	SPI_DMA_CONF_RX_AFIFO_RST  = 1 << 29
	SPI_DMA_CONF_BUF_AFIFO_RST = 1 << 30
	SPI_CLK_GATE_CLK_EN        = 1 << 0
	SPI_CLK_GATE_MST_ACTIVE    = 1 << 1
	SPI_CLK_GATE_MST_SEL_PLL80 = 1 << 2
)

// I2C_Type: chapters 28/27.
type I2C_Type struct {
	SCL_LOW_PERIOD    volatile.Register32
	CTR               volatile.Register32 // 0x04
	SR                volatile.Register32
	TO                volatile.Register32
	SLAVE_ADDR        volatile.Register32
	FIFO_ST           volatile.Register32
	FIFO_CONF         volatile.Register32 // 0x18
	DATA              volatile.Register32
	INT_RAW           volatile.Register32 // 0x20
	INT_CLR           volatile.Register32
	INT_ENA           volatile.Register32
	INT_STATUS        volatile.Register32
	SDA_HOLD          volatile.Register32 // 0x30
	SDA_SAMPLE        volatile.Register32
	SCL_HIGH_PERIOD   volatile.Register32
	_                 uint32
	SCL_START_HOLD    volatile.Register32 // 0x40
	SCL_RSTART_SETUP  volatile.Register32
	SCL_STOP_HOLD     volatile.Register32
	SCL_STOP_SETUP    volatile.Register32
	FILTER_CFG        volatile.Register32 // 0x50
	CLK_CONF          volatile.Register32
	COMD              [8]volatile.Register32 // 0x58
	SCL_ST_TIME_OUT   volatile.Register32    // 0x78
	SCL_MAIN_TIME_OUT volatile.Register32
	SCL_SP_CONF       volatile.Register32 // 0x80
	SCL_STRETCH_CONF  volatile.Register32
}

const (
	I2C_CTR_SDA_FORCE_OUT                = 1 << 0
	I2C_CTR_SCL_FORCE_OUT                = 1 << 1
	I2C_CTR_MS_MODE                      = 1 << 4
	I2C_CTR_TRANS_START                  = 1 << 5
	I2C_CTR_CLK_EN                       = 1 << 8
	I2C_CTR_FSM_RST                      = 1 << 10
	I2C_CTR_ARBITRATION_EN               = 1 << 9
	I2C_CTR_CONF_UPGATE                  = 1 << 11
	I2C_CTR_SLV_TX_AUTO_START_EN         = 1 << 12
	I2C_SR_SLAVE_RW                      = 1 << 1
	I2C_SR_SLAVE_ADDRESSED               = 1 << 5
	I2C_SR_RXFIFO_CNT_Msk                = 0x3f << 8
	I2C_SR_STRETCH_CAUSE_Msk             = 3 << 14
	I2C_SR_STRETCH_CAUSE_READ            = 0 << 14
	I2C_SR_TXFIFO_CNT_Pos                = 18
	I2C_SR_TXFIFO_CNT_Msk                = 0x3f << 18
	I2C_SCL_STRETCH_CONF_PROTECT_NUM_Msk = 0x3ff
	I2C_SCL_STRETCH_CONF_EN              = 1 << 10
	I2C_SCL_STRETCH_CONF_CLR             = 1 << 11
	I2C_TO_TIME_OUT_EN                   = 1 << 5
	I2C_FIFO_CONF_RX_RST                 = 1 << 12
	I2C_FIFO_CONF_TX_RST                 = 1 << 13
	I2C_FIFO_CONF_PRT_EN                 = 1 << 14
	I2C_INT_END_DETECT                   = 1 << 3
	I2C_INT_ARBITRATION_LOST             = 1 << 5
	I2C_INT_TRANS_COMPLETE               = 1 << 7
	I2C_INT_TIME_OUT                     = 1 << 8
	I2C_INT_NACK                         = 1 << 10
	I2C_INT_SLAVE_STRETCH                = 1 << 16
	I2C_SCL_WAIT_HIGH_Pos                = 9
	I2C_FILTER_CFG_SCL_EN                = 1 << 8
	I2C_FILTER_CFG_SDA_EN                = 1 << 9
	I2C_CLK_CONF_SCLK_ACTIVE             = 1 << 21
	I2C_SCL_SP_CONF_RST_EN               = 1 << 0
	I2C_SCL_SP_CONF_NUM_Pos              = 1
	I2C_COMD_OPCODE_Pos                  = 11
	I2C_COMD_ACK_VALUE                   = 1 << 10
	I2C_COMD_ACK_CHECK_EN                = 1 << 8
)

// LEDC_CH_Type is one output.
type LEDC_CH_Type struct {
	CONF0  volatile.Register32
	HPOINT volatile.Register32
	DUTY   volatile.Register32
	CONF1  volatile.Register32
	DUTY_R volatile.Register32
}

// LEDC_TIMER_Type is one counter.
type LEDC_TIMER_Type struct {
	CONF  volatile.Register32
	VALUE volatile.Register32
}

// LEDC_Type: chapters 32/35.
type LEDC_Type struct {
	CH    [8]LEDC_CH_Type
	TIMER [4]LEDC_TIMER_Type // 0xa0
	_     [4]uint32
	CONF  volatile.Register32 // 0xd0
}

const (
	LEDC_CH_CONF0_SIG_OUT_EN    = 1 << 2
	LEDC_CH_CONF0_PARA_UP       = 1 << 4
	LEDC_CH_CONF1_DUTY_START    = 1 << 31
	LEDC_CH_CONF1_DUTY_INC      = 1 << 30
	LEDC_CH_CONF1_DUTY_NUM_Pos  = 20
	LEDC_CH_CONF1_DUTY_CYC_Pos  = 10
	LEDC_TIMER_CONF_CLK_DIV_Pos = 4
	LEDC_TIMER_CONF_PAUSE       = 1 << 22
	LEDC_TIMER_CONF_RST         = 1 << 23
	LEDC_TIMER_CONF_PARA_UP     = 1 << 25
	LEDC_CONF_APB_CLK_SEL_APB   = 1
	LEDC_CONF_CLK_EN            = 1 << 31
)

// TWAI_Type: chapter 31.
type TWAI_Type struct {
	MODE           volatile.Register32
	CMD            volatile.Register32
	STATUS         volatile.Register32 // 0x08
	INT_RAW        volatile.Register32
	INT_ENA        volatile.Register32 // 0x10
	_              uint32
	BUS_TIMING_0   volatile.Register32 // 0x18
	BUS_TIMING_1   volatile.Register32
	_              [6]uint32
	RX_ERR_CNT     volatile.Register32 // 0x38
	TX_ERR_CNT     volatile.Register32
	DATA           [13]volatile.Register32 // 0x40
	RX_MESSAGE_CNT volatile.Register32     // 0x74
	_              uint32
	CLOCK_DIVIDER  volatile.Register32 // 0x7c
}

const (
	TWAI_MODE_RESET         = 1 << 0
	TWAI_MODE_ONE_FILTER    = 1 << 3
	TWAI_MODE_LISTEN_ONLY   = 1 << 1
	TWAI_MODE_SELF_TEST     = 1 << 2
	TWAI_INT_RECEIVED       = 1 << 0
	TWAI_INT_WARNING        = 1 << 2
	TWAI_INT_OVERRUN        = 1 << 3
	TWAI_INT_PASSIVE        = 1 << 5
	TWAI_CMD_CLEAR_OVERRUN  = 1 << 3
	TWAI_CMD_SELF_RECEPTION = 1 << 4
	TWAI_STATUS_BUS_OFF     = 1 << 7
	TWAI_CMD_TX_REQ         = 1 << 0
	TWAI_CMD_RELEASE_BUF    = 1 << 2
	TWAI_STATUS_RECEIVED    = 1 << 0
	TWAI_STATUS_OVERRUN     = 1 << 1
	TWAI_STATUS_TX_FREE     = 1 << 2
	TWAI_SJW_Pos            = 14
	TWAI_TSEG2_Pos          = 4
	TWAI_FRAME_RTR          = 1 << 6
	TWAI_FRAME_EXTENDED     = 1 << 7
	TWAI_CLOCK_OFF          = 1 << 8
)

// USB_DEVICE_Type: chapters 30/33, the serial port on USB.
type USB_DEVICE_Type struct {
	EP1      volatile.Register32
	EP1_CONF volatile.Register32 // 0x04
}

const (
	USB_DEVICE_EP1_CONF_WR_DONE   = 1 << 0
	USB_DEVICE_EP1_CONF_IN_FREE   = 1 << 1
	USB_DEVICE_EP1_CONF_OUT_AVAIL = 1 << 2
)

const (
	// The processor's clock from the PLL at 480 MHz: a third, or half of it (ESP32-S3 only).
	SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_Msk  = 3
	SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_160M = 1
	SYSTEM_CPU_PER_CONF_CPUPERIOD_SEL_240M = 2
	SYSTEM_CPU_PER_CONF_PLL_FREQ_SEL       = 1 << 2
	SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_Msk     = 3 << 10
	SYSTEM_SYSCLK_CONF_SOC_CLK_SEL_PLL     = 1 << 10
)

// Bits of PERIP_CLK_EN0 and PERIP_RST_EN0, the same on both chips.
const (
	SYSTEM_PERIP_UART0       = 1 << 2
	SYSTEM_PERIP_UART1       = 1 << 5
	SYSTEM_PERIP_UART_MEM    = 1 << 24
	SYSTEM_PERIP_SPI2        = 1 << 6
	SYSTEM_PERIP_I2C_EXT0    = 1 << 7
	SYSTEM_PERIP_LEDC        = 1 << 11
	SYSTEM_PERIP_TIMERGROUP1 = 1 << 15
	SYSTEM_PERIP_TWAI        = 1 << 19
	SYSTEM_PERIP_APB_SARADC  = 1 << 28
)

var (
	I2C0 = (*I2C_Type)(unsafe.Pointer(uintptr(0x60013000)))
	LEDC = (*LEDC_Type)(unsafe.Pointer(uintptr(0x60019000)))
	TWAI = (*TWAI_Type)(unsafe.Pointer(uintptr(0x6002b000)))
	SPI2 = (*SPI_Type)(unsafe.Pointer(uintptr(0x60024000)))
)
