//go:build imxrt106x

package nxp

import (
	"runtime/volatile"
	"unsafe"
)

// USB_Type: "Universal Serial Bus Controller", as a device.
type USB_Type struct {
	_              [80]uint32
	USBCMD         volatile.Register32 // 0x140
	USBSTS         volatile.Register32
	USBINTR        volatile.Register32
	_              [2]uint32
	DEVICEADDR     volatile.Register32 // 0x154
	ENDPTLISTADDR  volatile.Register32
	_              [10]uint32
	PORTSC1        volatile.Register32 // 0x184
	_              [7]uint32
	OTGSC          volatile.Register32 // 0x1a4
	USBMODE        volatile.Register32
	ENDPTSETUPSTAT volatile.Register32
	ENDPTPRIME     volatile.Register32 // 0x1b0
	ENDPTFLUSH     volatile.Register32
	ENDPTSTAT      volatile.Register32
	ENDPTCOMPLETE  volatile.Register32
	ENDPTCTRL      [8]volatile.Register32 // 0x1c0
}

const (
	USB_USBCMD_RS   = 1 << 0
	USB_USBCMD_RST  = 1 << 1
	USB_USBCMD_SUTW = 1 << 13

	// Of USBSTS and USBINTR.
	USB_EVENT_UI  = 1 << 0 // a transfer has ended, a SETUP packet has come
	USB_EVENT_PCI = 1 << 2 // full speed begins, or begins again
	USB_EVENT_URI = 1 << 6 // reset
	USB_EVENT_SLI = 1 << 8 // suspend

	USB_DEVICEADDR_USBADRA    = 1 << 24
	USB_DEVICEADDR_USBADR_Pos = 25

	USB_PORTSC1_CSC  = 1 << 1
	USB_PORTSC1_PEC  = 1 << 3
	USB_PORTSC1_OCC  = 1 << 5
	USB_PORTSC1_SUSP = 1 << 7
	USB_PORTSC1_PR   = 1 << 8
	USB_PORTSC1_PFSC = 1 << 24 // full speed only

	USB_OTGSC_OT         = 1 << 3
	USB_OTGSC_BSV        = 1 << 11
	USB_OTGSC_EVENTS_Msk = 0x7f << 16
	USB_OTGSC_BSVIS      = 1 << 19
	USB_OTGSC_BSVIE      = 1 << 27

	USB_USBMODE_CM_DEVICE = 2 << 0
	USB_USBMODE_SLOM      = 1 << 3

	// Of ENDPTCTRL, for packets from the host; those to the host have the same 16 bits higher.
	USB_ENDPTCTRL_S         = 1 << 0 // stall
	USB_ENDPTCTRL_BULK      = 2 << 2
	USB_ENDPTCTRL_INTERRUPT = 3 << 2
	USB_ENDPTCTRL_R         = 1 << 6 // the next packet is DATA0
	USB_ENDPTCTRL_E         = 1 << 7
	USB_ENDPTCTRL_TX_Pos    = 16
)

// USB_DQH_Type is the head of an endpoint's queue in one direction ("Endpoint Queue Head (dQH)"). NEXT to
// PAGE are the transfer that goes on.
type USB_DQH_Type struct {
	CAPABILITIES volatile.Register32
	CURRENT      volatile.Register32
	NEXT         volatile.Register32
	TOKEN        volatile.Register32
	PAGE         [5]volatile.Register32
	_            uint32
	SETUP        [2]volatile.Register32
	_            [4]uint32
}

// USB_DTD_Type is a transfer ("Endpoint Transfer Descriptor (dTD)").
type USB_DTD_Type struct {
	NEXT  volatile.Register32
	TOKEN volatile.Register32
	PAGE  [5]volatile.Register32
	_     uint32
}

const (
	USB_DQH_IOS            = 1 << 15 // an interrupt at a SETUP packet
	USB_DQH_MAXPACKET_Pos  = 16
	USB_DQH_ZLT            = 1 << 29 // no empty packets but those that are asked for
	USB_NEXT_END           = 1 << 0
	USB_TOKEN_ACTIVE       = 1 << 7
	USB_TOKEN_IOC          = 1 << 15
	USB_TOKEN_LENGTH_Pos   = 16
	USB_TOKEN_LENGTH_Msk   = 0x7fff
	USB_ENDPTLISTADDR_SIZE = 2048 // which it is a multiple of
)

// USBPHY_Type: "Universal Serial Bus 2.0 Integrated PHY".
type USBPHY_Type struct {
	PWD      volatile.Register32
	_        [11]uint32
	CTRL     volatile.Register32 // 0x30
	CTRL_SET volatile.Register32
	CTRL_CLR volatile.Register32
}

const (
	USBPHY_CTRL_ENUTMILEVEL2 = 1 << 14
	USBPHY_CTRL_ENUTMILEVEL3 = 1 << 15
	USBPHY_CTRL_CLKGATE      = 1 << 30
	USBPHY_CTRL_SFTRST       = 1 << 31
)

// PMU_Type: "Power Management Unit".
type PMU_Type struct {
	_           [72]uint32
	REG_3P0     volatile.Register32 // 0x120
	REG_3P0_SET volatile.Register32
}

const PMU_REG_3P0_ENABLE_LINREG = 1 << 0

// USB_ANALOG_Type: "USB Analog", of the first port.
type USB_ANALOG_Type struct {
	_                    [108]uint32
	USB1_CHRG_DETECT     volatile.Register32 // 0x1b0
	USB1_CHRG_DETECT_SET volatile.Register32
}

const (
	USB_ANALOG_CHRG_DETECT_CHK_CHRG_B = 1 << 19
	USB_ANALOG_CHRG_DETECT_EN_B       = 1 << 20
)

// IOMUXC_GPR_Type: "IOMUXC GPR".
type IOMUXC_GPR_Type struct {
	GPR [35]volatile.Register32
}

// IOMUXC_GPR1_CM7_FORCE_HCLK_EN lets others reach ITCM and DTCM while the processor waits.
const IOMUXC_GPR1_CM7_FORCE_HCLK_EN = 1 << 31

const IRQ_USB_OTG1 = 113

var (
	IOMUXC_GPR = (*IOMUXC_GPR_Type)(unsafe.Pointer(uintptr(0x400ac000)))
	PMU        = (*PMU_Type)(unsafe.Pointer(uintptr(0x400d8000)))
	USB_ANALOG = (*USB_ANALOG_Type)(unsafe.Pointer(uintptr(0x400d8000)))
	USBPHY1    = (*USBPHY_Type)(unsafe.Pointer(uintptr(0x400d9000)))
	USB1       = (*USB_Type)(unsafe.Pointer(uintptr(0x402e0000)))
)
