//go:build nrf52833 || nrf52840

package nrf

import (
	"runtime/volatile"
	"unsafe"
)

// USBD_EP_Type says where the controller fetches or stores the packet of an endpoint.
type USBD_EP_Type struct {
	PTR    volatile.Register32
	MAXCNT volatile.Register32
	AMOUNT volatile.Register32
	_      [2]uint32
}

// USBD_Type: chapter USBD.
type USBD_Type struct {
	_                  uint32
	TASKS_STARTEPIN    [8]volatile.Register32 // 0x04
	_                  uint32
	TASKS_STARTEPOUT   [8]volatile.Register32 // 0x28
	_                  uint32
	TASKS_EP0RCVOUT    volatile.Register32 // 0x4c
	TASKS_EP0STATUS    volatile.Register32
	TASKS_EP0STALL     volatile.Register32
	_                  [42]uint32
	EVENTS_USBRESET    volatile.Register32 // 0x100
	_                  uint32
	EVENTS_ENDEPIN     [8]volatile.Register32 // 0x108
	EVENTS_EP0DATADONE volatile.Register32    // 0x128
	_                  uint32
	EVENTS_ENDEPOUT    [8]volatile.Register32 // 0x130
	_                  [2]uint32
	EVENTS_USBEVENT    volatile.Register32 // 0x158
	EVENTS_EP0SETUP    volatile.Register32
	EVENTS_EPDATA      volatile.Register32
	_                  [104]uint32
	INTENSET           volatile.Register32 // 0x304
	INTENCLR           volatile.Register32
	_                  [61]uint32
	EVENTCAUSE         volatile.Register32 // 0x400
	_                  [26]uint32
	EPDATASTATUS       volatile.Register32 // 0x46c
	_                  [4]uint32
	BMREQUESTTYPE      volatile.Register32 // 0x480
	BREQUEST           volatile.Register32
	WVALUEL            volatile.Register32
	WVALUEH            volatile.Register32
	WINDEXL            volatile.Register32
	WINDEXH            volatile.Register32
	WLENGTHL           volatile.Register32
	WLENGTHH           volatile.Register32
	SIZE_EPOUT         [8]volatile.Register32 // 0x4a0
	_                  [16]uint32
	ENABLE             volatile.Register32 // 0x500
	USBPULLUP          volatile.Register32
	_                  uint32
	DTOGGLE            volatile.Register32 // 0x50c
	EPINEN             volatile.Register32
	EPOUTEN            volatile.Register32
	EPSTALL            volatile.Register32
	_                  [57]uint32
	EPIN               [8]USBD_EP_Type // 0x600
	_                  [24]uint32
	EPOUT              [8]USBD_EP_Type // 0x700
}

const (
	USBD_INTEN_USBRESET    = 1 << 0
	USBD_INTEN_EP0DATADONE = 1 << 10
	USBD_INTEN_USBEVENT    = 1 << 22
	USBD_INTEN_EP0SETUP    = 1 << 23
	USBD_INTEN_EPDATA      = 1 << 24

	USBD_EVENTCAUSE_SUSPEND = 1 << 8
	USBD_EVENTCAUSE_RESUME  = 1 << 9
	USBD_EVENTCAUSE_READY   = 1 << 11

	// Bit n is for endpoint n to the host, bit 16+n for the one from the host.
	USBD_EPDATASTATUS_EPIN2  = 1 << 2
	USBD_EPDATASTATUS_EPIN3  = 1 << 3
	USBD_EPDATASTATUS_EPOUT2 = 1 << 18

	USBD_DTOGGLE_DATA0   = 1 << 8
	USBD_EPSTALL_STALL   = 1 << 8
	USBD_ENDPOINT_TOHOST = 1 << 7

	POWER_INT_USBDETECTED        = 1 << 7
	POWER_INT_USBREMOVED         = 1 << 8
	POWER_INT_USBPWRRDY          = 1 << 9
	POWER_USBREGSTATUS_VBUS      = 1 << 0
	POWER_USBREGSTATUS_OUTPUTRDY = 1 << 1
	// The high-frequency clock runs, from the crystal.
	CLOCK_HFCLKSTAT_CRYSTAL = 1<<16 | 1<<0

	IRQ_POWER_CLOCK = 0
	IRQ_USBD        = 39
)

// USBD is the USB device controller.
var USBD = (*USBD_Type)(unsafe.Pointer(uintptr(0x40027000)))
