package machine

// A model of the USB controller of the nRF52840 and nRF52833 and its host, by the Product Specifications
// (chapters USBD, POWER, CLOCK) and the errata sheets. It is strict: what the errata forbid does not work,
// and what is for an anomaly of the other chip is not written.

import (
	"hosttest/interrupt"
	"hosttest/nrf"
	"hosttest/volatile"
	"syscall"
	"testing"
	"unsafe"
)

const (
	usbdBase  = 0x40027000
	powerBase = 0x40000000
	lockAt    = 0x4006ec00
	startupAt = 0x4006ec14
	enableAt  = 0x4006ed14
	dmaBusyAt = 0x40027c1c
)

// model is the controller.
type model struct {
	t        *testing.T
	open     bool // the lock of undocumented registers
	in       [4][]byte
	ready    [4]bool // a packet for the host is there
	out      [4][]byte
	accepts  [4]bool // a packet from the host can come
	receive  bool    // EP0RCVOUT
	status   int     // EP0STATUS
	stalled  bool    // EP0STALL
	halted   map[uint32]bool
	selected uint32
	restarts int // of toggles
	enabled  int // how often since the chip's reset
	works    bool
}

func word(at uintptr) *uint32 { return (*uint32)(unsafe.Pointer(at)) }

var registers = func() bool {
	const fixed = 0x10
	at, _, e := syscall.Syscall6(syscall.SYS_MMAP2, powerBase, 0x70000, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON|fixed, ^uintptr(0), 0)
	return e == 0 && at == powerBase
}()

// plug makes a new controller, with the device's state of after a reset of the chip.
func plug(t *testing.T) *model {
	if !registers {
		t.Fatal("no memory for the registers")
	}
	for at := uintptr(powerBase); at < powerBase+0x70000; at += 4 {
		*word(at) = 0
	}
	m := &model{t: t, halted: map[uint32]bool{}}
	_USBCDC = USB_CDC{}
	usbEnabled = false
	usb.configuration, usb.stage = 0, usbIdle
	bootloaders = 0
	interrupt.Off = 0
	interrupt.On = m.interrupts
	volatile.Wrote = m.wrote
	nrf.POWER.HFCLKSTAT.Reg = nrf.CLOCK_HFCLKSTAT_CRYSTAL
	return m
}

// interrupts calls handlers while an event that has its interrupt on is there.
func (m *model) interrupts() {
	for interrupt.Off == 0 {
		u, p := nrf.USBD, nrf.POWER
		on := u.INTENSET.Reg
		events := u.EVENTS_USBRESET.Reg*on&nrf.USBD_INTEN_USBRESET != 0 ||
			u.EVENTS_EP0DATADONE.Reg != 0 && on&nrf.USBD_INTEN_EP0DATADONE != 0 ||
			u.EVENTS_USBEVENT.Reg != 0 && on&nrf.USBD_INTEN_USBEVENT != 0 ||
			u.EVENTS_EP0SETUP.Reg != 0 && on&nrf.USBD_INTEN_EP0SETUP != 0 ||
			u.EVENTS_EPDATA.Reg != 0 && on&nrf.USBD_INTEN_EPDATA != 0
		power := p.EVENTS_USBDETECTED.Reg != 0 && p.INTENSET.Reg&nrf.POWER_INT_USBDETECTED != 0 ||
			p.EVENTS_USBREMOVED.Reg != 0 && p.INTENSET.Reg&nrf.POWER_INT_USBREMOVED != 0 ||
			p.EVENTS_USBPWRRDY.Reg != 0 && p.INTENSET.Reg&nrf.POWER_INT_USBPWRRDY != 0
		which := 0
		switch {
		case power:
		case events:
			which = 39
		default:
			return
		}
		handler := interrupt.Handlers[which]
		if handler == nil {
			m.t.Fatalf("interrupt %d has no handler", which)
		}
		interrupt.Off = 1
		handler(interrupt.Interrupt{})
		interrupt.Off = 0
	}
}

func (m *model) wrote(at uintptr, value uint32) {
	u := nrf.USBD
	offset := at - usbdBase
	if !has171 && at == startupAt || !has199 && at == dmaBusyAt {
		m.t.Fatalf("%#x is not for this chip", at)
	}
	if at >= usbdBase && offset < 0x60 && *word(dmaBusyAt) == 0x82 && (offset >= 0x48 || offset < 4) {
		m.t.Fatalf("task %#x while a packet moves (erratum 199)", offset)
	}
	switch {
	case at == lockAt:
		m.open = value == 0x9375 && !m.open
		*word(at) = 0
		if m.open {
			*word(at) = 1
		}
	case at == startupAt || at == enableAt:
		if !m.open {
			m.t.Fatalf("%#x is locked", at)
		}
		*word(at) = value
	case at < usbdBase:
		*word(at) = value
	case offset == 0x500:
		m.enable(value)
	case offset == 0x400 || offset == 0x46c: // EVENTCAUSE, EPDATASTATUS
		*word(at) &^= value
	case offset >= 0x04 && offset < 0x14:
		m.fetches(int(offset-4) / 4)
	case offset >= 0x28 && offset < 0x34:
		m.stores(int(offset-0x28) / 4)
	case offset == 0x4c:
		m.receive = true
	case offset == 0x50:
		m.status++
	case offset == 0x54:
		m.stalled = true
	case offset >= 0x4a0 && offset < 0x4ac:
		m.accepts[(offset-0x4a0)/4] = true
		*word(at) = 0
	case offset == 0x50c:
		if value&0x300 == 0 {
			m.selected = value
		} else if value == m.selected|nrf.USBD_DTOGGLE_DATA0 {
			m.restarts++
		} else {
			m.t.Fatalf("DTOGGLE %#x, but %#x was chosen", value, m.selected)
		}
	case offset == 0x518:
		m.halted[value&0xff] = value&nrf.USBD_EPSTALL_STALL != 0
	case offset == 0x304:
		u.INTENSET.Reg |= value
	default:
		*word(at) = value
	}
}

func (m *model) enable(value uint32) {
	nrf.USBD.ENABLE.Reg = value
	ready := value != 0 && (!has171 || *word(startupAt) == 0xc0) && *word(enableAt) == 3
	m.works = false
	if value == 0 {
		nrf.POWER.USBREGSTATUS.Reg &^= nrf.POWER_USBREGSTATUS_OUTPUTRDY
		return
	}
	if !ready {
		return // errata 171 and 187: never ready
	}
	// Erratum 223: it is ready, but what it does after a reset is not foreseen.
	m.enabled++
	m.works = !has223 || m.enabled > 1
	nrf.USBD.EVENTCAUSE.Reg |= nrf.USBD_EVENTCAUSE_READY
	nrf.USBD.EVENTS_USBEVENT.Reg = 1
}

func (m *model) moves(what string) {
	if has199 && *word(dmaBusyAt) != 0x82 {
		m.t.Fatalf("%s without the word for erratum 199", what)
	}
}

func (m *model) fetches(n int) {
	m.moves("STARTEPIN")
	u := nrf.USBD
	length := int(u.EPIN[n].MAXCNT.Reg)
	if length > 64 {
		m.t.Fatalf("a packet of %d bytes", length)
	}
	m.in[n] = append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(uintptr(u.EPIN[n].PTR.Reg))), length)...)
	m.ready[n] = true
	u.EPIN[n].AMOUNT.Reg = uint32(length)
	u.EVENTS_ENDEPIN[n].Reg = 1
}

func (m *model) stores(n int) {
	m.moves("STARTEPOUT")
	u := nrf.USBD
	length := len(m.out[n])
	if int(u.EPOUT[n].MAXCNT.Reg) < length {
		length = int(u.EPOUT[n].MAXCNT.Reg)
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(uintptr(u.EPOUT[n].PTR.Reg))), length), m.out[n])
	u.EPOUT[n].AMOUNT.Reg = uint32(length)
	u.EVENTS_ENDEPOUT[n].Reg = 1
	m.accepts[n] = true
}

// voltage comes or goes; the regulator is ready a little later, once the controller is on.
func (m *model) voltage(on bool) {
	p := nrf.POWER
	if !on {
		p.USBREGSTATUS.Reg = 0
		p.EVENTS_USBREMOVED.Reg = 1
		m.interrupts()
		return
	}
	p.USBREGSTATUS.Reg = nrf.POWER_USBREGSTATUS_VBUS
	p.EVENTS_USBDETECTED.Reg = 1
	m.interrupts()
	m.regulator()
}

func (m *model) regulator() {
	p := nrf.POWER
	if m.works && p.USBREGSTATUS.Reg&nrf.POWER_USBREGSTATUS_VBUS != 0 {
		p.USBREGSTATUS.Reg |= nrf.POWER_USBREGSTATUS_OUTPUTRDY
		p.EVENTS_USBPWRRDY.Reg = 1
		m.interrupts()
	}
}

// reset is one on the bus.
func (m *model) reset() {
	for i := range m.ready {
		m.ready[i], m.accepts[i] = false, false
	}
	m.halted = map[uint32]bool{}
	nrf.USBD.EVENTS_USBRESET.Reg = 1
	m.interrupts()
}

func (m *model) cause(bit uint32) {
	nrf.USBD.EVENTCAUSE.Reg |= bit
	nrf.USBD.EVENTS_USBEVENT.Reg = 1
	m.interrupts()
}

func (m *model) sleep() { m.cause(nrf.USBD_EVENTCAUSE_SUSPEND) }
func (m *model) wake()  { m.cause(nrf.USBD_EVENTCAUSE_RESUME) }

func (m *model) shown() bool { return nrf.USBD.USBPULLUP.Reg == 1 }

func (m *model) again() {
	m.stalled, m.receive, m.status = false, false, 0
	nrf.USBD.EVENTS_EP0SETUP.Reg = 1
	m.interrupts()
}

// control is a control transfer: what came back, and whether it was not refused.
func (m *model) control(setup [8]byte, data []byte) ([]byte, bool) {
	u := nrf.USBD
	m.ready[0], m.receive, m.stalled, m.status = false, false, false, 0
	for i, b := range setup {
		*word(usbdBase + 0x480 + uintptr(4*i)) = uint32(b)
	}
	u.EVENTS_EP0SETUP.Reg = 1
	m.interrupts()
	length := int(setup[6]) | int(setup[7])<<8
	if setup[0] == 0 && setup[1] == 5 && !m.stalled {
		if m.status != 0 {
			m.t.Fatal("SET_ADDRESS is the controller's")
		}
		return nil, true
	}
	var reply []byte
	for length != 0 && !m.stalled {
		if setup[0]&0x80 == 0 {
			if !m.receive {
				m.t.Fatalf("% x: neither refused nor received", setup)
			}
			m.out[0] = data
			*word(usbdBase + 0x4a0) = uint32(len(data))
			u.EVENTS_EP0DATADONE.Reg = 1
			m.interrupts()
			break
		}
		if !m.ready[0] {
			m.t.Fatalf("% x: no packet behind %d bytes", setup, len(reply))
		}
		packet := m.in[0]
		m.ready[0] = false
		reply = append(reply, packet...)
		u.EVENTS_EP0DATADONE.Reg = 1
		m.interrupts()
		if len(packet) < 64 || len(reply) >= length {
			break
		}
	}
	if len(reply) > length {
		m.t.Fatalf("% x: %d bytes", setup, len(reply))
	}
	if m.stalled == (m.status != 0) || m.status > 1 {
		m.t.Fatalf("% x: refused %v, ended %d times", setup, m.stalled, m.status)
	}
	return reply, !m.stalled
}

// bulkIn takes a packet of the serial port; false is NAK or STALL.
func (m *model) bulkIn() ([]byte, bool) {
	if m.halted[0x82] || nrf.USBD.EPINEN.Reg&4 == 0 || !m.ready[2] {
		return nil, false
	}
	m.ready[2] = false
	packet := m.in[2]
	nrf.USBD.EPDATASTATUS.Reg |= nrf.USBD_EPDATASTATUS_EPIN2
	nrf.USBD.EVENTS_EPDATA.Reg = 1
	m.interrupts()
	return packet, true
}

// reportIn takes a report.
func (m *model) reportIn() ([]byte, bool) {
	if m.halted[0x83] || nrf.USBD.EPINEN.Reg&8 == 0 || !m.ready[3] {
		return nil, false
	}
	m.ready[3] = false
	packet := m.in[3]
	nrf.USBD.EPDATASTATUS.Reg |= nrf.USBD_EPDATASTATUS_EPIN3
	nrf.USBD.EVENTS_EPDATA.Reg = 1
	m.interrupts()
	return packet, true
}

// bulkOut sends a packet to the serial port; false is NAK or STALL.
func (m *model) bulkOut(packet []byte) bool {
	if m.halted[2] || nrf.USBD.EPOUTEN.Reg&4 == 0 || !m.accepts[2] {
		return false
	}
	m.accepts[2] = false
	m.out[2] = packet
	*word(usbdBase + 0x4a8) = uint32(len(packet))
	nrf.USBD.EPDATASTATUS.Reg |= nrf.USBD_EPDATASTATUS_EPOUT2
	nrf.USBD.EVENTS_EPDATA.Reg = 1
	m.interrupts()
	return true
}
