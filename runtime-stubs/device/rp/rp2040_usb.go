//go:build rp2040

package rp

import (
	"runtime/volatile"
	"unsafe"
)

// USB_RAM_Type is the memory that the USB controller shares with the processor, as a device sees it
// (section 4.1.2.5). Of each pair the first is for data to the host, the second from the host.
type USB_RAM_Type struct {
	SETUP   [2]volatile.Register32
	CONTROL [15][2]volatile.Register32 // of endpoint 1 and up
	BUFFER  [16][2]volatile.Register32 // of endpoint 0 and up: 0x80
	DATA    [960]volatile.Register32   // 0x100
}

// USB_Type: section 4.1.4.
type USB_Type struct {
	ADDR_ENDP    volatile.Register32
	_            [15]uint32
	MAIN_CTRL    volatile.Register32 // 0x40
	_            uint32
	SOF_RD       volatile.Register32 // 0x48
	SIE_CTRL     volatile.Register32
	SIE_STATUS   volatile.Register32
	_            uint32
	BUFF_STATUS  volatile.Register32 // 0x58
	_            [3]uint32
	EP_STALL_ARM volatile.Register32 // 0x68
	_            [2]uint32
	USB_MUXING   volatile.Register32 // 0x74
	USB_PWR      volatile.Register32

	USBPHY_DIRECT          volatile.Register32
	USBPHY_DIRECT_OVERRIDE volatile.Register32 // 0x80

	_    [3]uint32
	INTE volatile.Register32 // 0x90
	_    uint32
	INTS volatile.Register32 // 0x98
}

const (
	USB_CONTROL_ENABLE         = 1 << 31
	USB_CONTROL_INT_PER_BUFFER = 1 << 29
	USB_CONTROL_TYPE_BULK      = 2 << 26
	USB_CONTROL_TYPE_INTERRUPT = 3 << 26

	USB_BUFFER_FULL      = 1 << 15
	USB_BUFFER_DATA1     = 1 << 13
	USB_BUFFER_STALL     = 1 << 11
	USB_BUFFER_AVAILABLE = 1 << 10
	USB_BUFFER_LENGTH    = 0x3ff

	USB_MAIN_CTRL_CONTROLLER_EN    = 1 << 0
	USB_SIE_CTRL_EP0_INT_1BUF      = 1 << 29
	USB_SIE_CTRL_PULLUP_EN         = 1 << 16
	USB_SIE_STATUS_BUS_RESET       = 1 << 19
	USB_SIE_STATUS_SETUP_REC       = 1 << 17
	USB_SIE_STATUS_RESUME          = 1 << 11
	USB_SIE_STATUS_CONNECTED       = 1 << 16
	USB_SIE_STATUS_SUSPENDED       = 1 << 4
	USB_SIE_STATUS_LINE_STATE      = 3 << 2
	USB_MUXING_TO_PHY              = 1 << 0
	USB_MUXING_TO_DIGITAL_PAD      = 1 << 2
	USB_MUXING_SOFTCON             = 1 << 3
	USB_PWR_VBUS_DETECT            = 1 << 3
	USB_PWR_VBUS_DETECT_OVERRIDE   = 1 << 2
	USB_INT_DEV_SOF                = 1 << 17
	USB_INT_SETUP_REQ              = 1 << 16
	USB_INT_DEV_RESUME_FROM_HOST   = 1 << 15
	USB_INT_DEV_SUSPEND            = 1 << 14
	USB_INT_BUS_RESET              = 1 << 12
	USB_INT_BUFF_STATUS            = 1 << 4
	USB_BUFF_STATUS_CONTROL_TO     = 1 << 0
	USB_BUFF_STATUS_CONTROL_FROM   = 1 << 1
	USB_BUFF_STATUS_ENDPOINT2_TO   = 1 << 4
	USB_BUFF_STATUS_ENDPOINT2_FROM = 1 << 5
	USB_BUFF_STATUS_ENDPOINT3_TO   = 1 << 6

	USB_USBPHY_DIRECT_DP_PULLUP_EN          = 1 << 1
	USB_USBPHY_DIRECT_OVERRIDE_DP_PULLUP_EN = 1 << 2
)

var (
	USB_RAM = (*USB_RAM_Type)(unsafe.Pointer(uintptr(0x50100000)))
	USB     = (*USB_Type)(unsafe.Pointer(uintptr(0x50110000)))
)
