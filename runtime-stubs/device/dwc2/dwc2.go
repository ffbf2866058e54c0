//go:build stm32f4 || esp32s3

// Package dwc2 has the registers of Synopsys' USB controller DWC2 as a device: the OTG_FS of the STM32F4
// (RM0090, section 34.16) and the USB OTG of the ESP32-S3.
package dwc2

import "runtime/volatile"

// IN_Type is an endpoint to the host.
type IN_Type struct {
	DIEPCTL  volatile.Register32
	_        uint32
	DIEPINT  volatile.Register32 // 0x08
	_        uint32
	DIEPTSIZ volatile.Register32 // 0x10
	DIEPDMA  volatile.Register32
	DTXFSTS  volatile.Register32 // 0x18
	_        uint32
}

// OUT_Type is an endpoint from the host.
type OUT_Type struct {
	DOEPCTL  volatile.Register32
	_        uint32
	DOEPINT  volatile.Register32 // 0x08
	_        uint32
	DOEPTSIZ volatile.Register32 // 0x10
	DOEPDMA  volatile.Register32
	_        [2]uint32
}

// FIFO_Type is the window to the data of an endpoint: any of its addresses is the next word.
type FIFO_Type struct {
	DATA volatile.Register32
	_    [1023]uint32
}

// OTG_Type is the controller.
type OTG_Type struct {
	GOTGCTL    volatile.Register32
	GOTGINT    volatile.Register32
	GAHBCFG    volatile.Register32
	GUSBCFG    volatile.Register32
	GRSTCTL    volatile.Register32 // 0x10
	GINTSTS    volatile.Register32
	GINTMSK    volatile.Register32
	GRXSTSR    volatile.Register32
	GRXSTSP    volatile.Register32 // 0x20
	GRXFSIZ    volatile.Register32
	DIEPTXF0   volatile.Register32
	_          [3]uint32
	GCCFG      volatile.Register32 // 0x38, the STM32's own
	_          [50]uint32
	DIEPTXF    [6]volatile.Register32 // 0x104
	_          [441]uint32
	DCFG       volatile.Register32 // 0x800
	DCTL       volatile.Register32
	DSTS       volatile.Register32
	_          uint32
	DIEPMSK    volatile.Register32 // 0x810
	DOEPMSK    volatile.Register32
	DAINT      volatile.Register32
	DAINTMSK   volatile.Register32
	_          [5]uint32
	DIEPEMPMSK volatile.Register32 // 0x834
	_          [50]uint32
	IN         [16]IN_Type  // 0x900
	OUT        [16]OUT_Type // 0xb00
	_          [64]uint32
	PCGCCTL    volatile.Register32 // 0xe00
	_          [127]uint32
	FIFO       [16]FIFO_Type // 0x1000
}

const (
	GOTGINT_SEDET = 1 << 2

	GAHBCFG_GINT = 1 << 0

	GUSBCFG_PHYSEL   = 1 << 6
	GUSBCFG_TRDT_Pos = 10
	GUSBCFG_FDMOD    = 1 << 30

	GRSTCTL_CSRST      = 1 << 0
	GRSTCTL_RXFFLSH    = 1 << 4
	GRSTCTL_TXFFLSH    = 1 << 5
	GRSTCTL_TXFNUM_Pos = 6
	// GRSTCTL_TXFNUM_ALL stands for all endpoints.
	GRSTCTL_TXFNUM_ALL = 0x10
	GRSTCTL_AHBIDL     = 1 << 31

	// Bits of GINTSTS and GINTMSK.
	GINT_CMOD    = 1 << 0
	GINT_OTGINT  = 1 << 2
	GINT_RXFLVL  = 1 << 4
	GINT_USBSUSP = 1 << 11
	GINT_USBRST  = 1 << 12
	GINT_ENUMDNE = 1 << 13
	GINT_IEPINT  = 1 << 18
	GINT_OEPINT  = 1 << 19
	GINT_WKUPINT = 1 << 31

	// What GRXSTSP says of the next words of the receiver's FIFO.
	GRXSTS_EPNUM      = 0xf
	GRXSTS_BCNT_Pos   = 4
	GRXSTS_BCNT_Msk   = 0x7ff
	GRXSTS_PKTSTS_Pos = 17
	GRXSTS_PKTSTS_Msk = 0xf
	PKTSTS_OUT        = 2 // data
	PKTSTS_OUT_DONE   = 3 // the transfer has ended
	PKTSTS_SETUP_DONE = 4
	PKTSTS_SETUP      = 6 // the eight bytes of a SETUP packet

	// DEPTH_Pos is where sizes of FIFOs have the depth in words; below is the first word.
	DEPTH_Pos = 16

	GCCFG_PWRDWN     = 1 << 16 // the transceiver is on
	GCCFG_VBUSBSEN   = 1 << 19
	GCCFG_NOVBUSSENS = 1 << 21

	DCFG_DSPD_FULL  = 3
	DCFG_DAD_Pos    = 4
	DCFG_DAD_Msk    = 0x7f
	DCTL_SDIS       = 1 << 1
	DCTL_CGINAK     = 1 << 8
	DCTL_CGONAK     = 1 << 10
	DSTS_SUSPSTS    = 1 << 0
	DAINT_OUT_Pos   = 16
	DIEPINT_XFRC    = 1 << 0
	DIEPINT_EPDISD  = 1 << 1
	DIEPINT_INEPNE  = 1 << 6
	DOEPINT_XFRC    = 1 << 0
	DOEPINT_STUP    = 1 << 3
	DEPINT_ALL      = 0xffff
	TSIZ_PKTCNT_Pos = 19
	TSIZ_STUPCNT    = 3 << 29
	TSIZ_MCNT_Pos   = 29

	// Bits of DIEPCTL and DOEPCTL.
	EPCTL_USBAEP     = 1 << 15
	EPCTL_EPTYP_Pos  = 18
	EPCTL_STALL      = 1 << 21
	EPCTL_TXFNUM_Pos = 22
	EPCTL_CNAK       = 1 << 26
	EPCTL_SNAK       = 1 << 27
	EPCTL_SD0PID     = 1 << 28
	EPCTL_EPDIS      = 1 << 30
	EPCTL_EPENA      = 1 << 31
)
