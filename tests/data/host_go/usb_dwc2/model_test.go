package machine

// A model of Synopsys' USB controller DWC2 as a device without DMA, and of its host, by RM0090, section
// 34. It is strict: what the manual forbids ends the test. The chip's file has chipReset, chipShows and
// chipWrote.

import (
	"hosttest/dwc2"
	"hosttest/interrupt"
	"hosttest/volatile"
	"syscall"
	"testing"
	"unsafe"
)

// entry is one of the receiver's FIFO.
type entry struct {
	status uint32
	words  []uint32
}

// side is an endpoint in one direction.
type side struct {
	enabled, nak, active, disabling bool
	size, packets                   uint32
	// Whether the next packet is DATA1; the host has its own mind.
	toggle, host bool
	// Of an endpoint to the host: what the FIFO has.
	fifo []uint32
}

// model is the controller.
type model struct {
	t        *testing.T
	received []entry
	words    []uint32 // of the entry that was taken last
	in, out  [16]side
	setups   uint32 // STUPCNT
	setup    [8]byte
	halted   map[uint32]bool
	restarts int
	address  uint32 // the host's mind
	cable    bool
	looks    int // at the mode
	// A newer version says of a SETUP packet that a transfer has ended, too.
	newer bool
}

func word(at uintptr) *uint32 { return (*uint32)(unsafe.Pointer(at)) }

func mapRegisters(at, size uintptr) bool {
	const fixed = 0x10
	got, _, e := syscall.Syscall6(syscall.SYS_MMAP2, at, size, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON|fixed, ^uintptr(0), 0)
	return e == 0 && got == at
}

var otgBase = uintptr(unsafe.Pointer(usbOTG))

var mapped = mapRegisters(otgBase, unsafe.Sizeof(*usbOTG)) && chipMaps()

func plug(t *testing.T) *model {
	if !mapped {
		t.Fatal("no memory for the registers")
	}
	m := &model{t: t, newer: newer}
	_USBCDC = USB_CDC{}
	usb.configuration, usb.stage = 0, usbIdle
	bootloaders = 0
	interrupt.Off = 0
	interrupt.On = m.interrupts
	volatile.Reads = m.reads
	volatile.Wrote = m.wrote
	m.coreReset()
	chipReset()
	return m
}

// newer is which version of the controller there is.
var newer bool

func TestMain(main *testing.M) {
	for _, newer = range []bool{false, true} {
		if code := main.Run(); code != 0 {
			println("newer:", newer)
			syscall.Exit(code)
		}
	}
}

func (m *model) coreReset() {
	for at := otgBase; at < otgBase+unsafe.Sizeof(*usbOTG); at += 4 {
		*word(at) = 0
	}
	m.received, m.words = nil, nil
	m.in, m.out = [16]side{}, [16]side{}
	m.in[0].active, m.out[0].active = true, true
	m.halted = map[uint32]bool{}
	m.setups, m.looks = 0, 0
	usbOTG.GRSTCTL.Reg = dwc2.GRSTCTL_AHBIDL
	usbOTG.DCTL.Reg = 0
}

// summary is GINTSTS: events that stay, and those that are the state of something.
func (m *model) summary() uint32 {
	o := usbOTG
	s := o.GINTSTS.Reg & (dwc2.GINT_USBSUSP | dwc2.GINT_USBRST | dwc2.GINT_ENUMDNE | dwc2.GINT_WKUPINT)
	if o.GOTGINT.Reg != 0 {
		s |= dwc2.GINT_OTGINT
	}
	if len(m.received) != 0 {
		s |= dwc2.GINT_RXFLVL
	}
	for n := range m.in {
		if o.IN[n].DIEPINT.Reg&o.DIEPMSK.Reg != 0 && o.DAINTMSK.Reg>>n&1 != 0 {
			s |= dwc2.GINT_IEPINT
		}
		if o.OUT[n].DOEPINT.Reg&o.DOEPMSK.Reg != 0 && o.DAINTMSK.Reg>>(16+n)&1 != 0 {
			s |= dwc2.GINT_OEPINT
		}
	}
	if o.GUSBCFG.Reg&dwc2.GUSBCFG_FDMOD == 0 || m.looks < 3 {
		s |= dwc2.GINT_CMOD
	}
	return s
}

// interrupts calls the handler while it is wanted.
func (m *model) interrupts() {
	for turn := 0; interrupt.Off == 0; turn++ {
		if usbOTG.GAHBCFG.Reg&dwc2.GAHBCFG_GINT == 0 || m.summary()&usbOTG.GINTMSK.Reg == 0 {
			return
		}
		if turn == 100 {
			m.t.Fatalf("the interrupt does not end: %#x", m.summary())
		}
		handler := interrupt.Handlers[chipInterrupt]
		if handler == nil {
			m.t.Fatal("the interrupt has no handler")
		}
		interrupt.Off = 1
		handler(interrupt.Interrupt{})
		interrupt.Off = 0
	}
}

func (m *model) reads(at uintptr) {
	o := usbOTG
	switch {
	case at == otgBase+0x14:
		if o.GUSBCFG.Reg&dwc2.GUSBCFG_FDMOD != 0 {
			m.looks++
		}
		*word(at) = m.summary()
	case at == otgBase+0x20:
		if len(m.received) == 0 || len(m.words) != 0 {
			m.t.Fatalf("GRXSTSP with %d entries, %d words of the last", len(m.received), len(m.words))
		}
		e := m.received[0]
		m.received, m.words = m.received[1:], e.words
		*word(at) = e.status
		m.taken(e.status)
	case at >= otgBase+0x1000 && at < otgBase+0x11000:
		if len(m.words) == 0 {
			m.t.Fatal("the receiver's FIFO is empty")
		}
		*word(at) = m.words[0]
		m.words = m.words[1:]
	case at >= otgBase+0x900 && at < otgBase+0xd00 && at&0x1f == 0:
		s, base := m.side(at)
		*word(at) &^= 1<<31 | 1<<17
		if s.enabled {
			*word(at) |= dwc2.EPCTL_EPENA
		}
		if s.nak {
			*word(at) |= 1 << 17
		}
		_ = base
	}
}

// taken is what happens when an entry is taken out of the FIFO.
func (m *model) taken(status uint32) {
	n := status & 15
	events := &usbOTG.OUT[n].DOEPINT.Reg
	switch status >> 17 & 15 {
	case 3:
		*events |= dwc2.DOEPINT_XFRC
	case 4:
		*events |= dwc2.DOEPINT_STUP
	case 6:
		if m.newer {
			*events |= dwc2.DOEPINT_XFRC | 1<<15
		}
	}
}

// side is the endpoint whose register this is.
func (m *model) side(at uintptr) (*side, uintptr) {
	n := (at - otgBase - 0x900) >> 5 & 15
	if at < otgBase+0xb00 {
		return &m.in[n], otgBase + 0x900 + n*32
	}
	return &m.out[n], otgBase + 0xb00 + n*32
}

func (m *model) wrote(at uintptr, value uint32) {
	offset := at - otgBase
	switch {
	case at < otgBase || offset >= unsafe.Sizeof(*usbOTG):
		chipWrote(m, at, value)
	case offset == 0x04:
		*word(at) &^= value
	case offset == 0x10:
		m.resets(value)
	case offset == 0x14:
		*word(at) &^= value
	case offset >= 0x900 && offset < 0xd00:
		switch offset & 0x1f {
		case 0x00:
			m.controls(at, value)
		case 0x08:
			*word(at) &^= value
		case 0x10:
			m.sizes(at, value)
		default:
			m.t.Fatalf("a write to %#x", offset)
		}
	case offset >= 0x1000:
		n := (offset - 0x1000) >> 12
		m.in[n].fifo = append(m.in[n].fifo, value)
		if !m.in[n].enabled || len(m.in[n].fifo) > int(m.depth(n)) ||
			uint32(len(m.in[n].fifo)) > (m.in[n].size+3)/4 {
			m.t.Fatalf("FIFO %d of %d words: %d, for %d bytes", n, m.depth(n), len(m.in[n].fifo), m.in[n].size)
		}
	default:
		*word(at) = value
	}
}

func (m *model) depth(n uintptr) uint32 {
	if n == 0 {
		return usbOTG.DIEPTXF0.Reg >> 16
	}
	return usbOTG.DIEPTXF[n-1].Reg >> 16
}

func (m *model) resets(value uint32) {
	if value&dwc2.GRSTCTL_CSRST != 0 {
		if usbOTG.GUSBCFG.Reg&dwc2.GUSBCFG_PHYSEL == 0 || !chipClocked() {
			m.t.Fatal("a reset without the transceiver's clock")
		}
		kept := usbOTG.GUSBCFG.Reg
		m.coreReset()
		usbOTG.GUSBCFG.Reg = kept
	}
	if value&dwc2.GRSTCTL_RXFFLSH != 0 {
		m.received, m.words = nil, nil
	}
	if value&dwc2.GRSTCTL_TXFFLSH != 0 {
		for n := range m.in {
			if which := value >> 6 & 31; which == 16 || which == uint32(n) {
				m.in[n].fifo = nil
			}
		}
	}
}

// controls is a write to DIEPCTL or DOEPCTL.
func (m *model) controls(at uintptr, value uint32) {
	s, base := m.side(at)
	n := uint32(at-otgBase-0x900) >> 5 & 15
	address := n
	in := at < otgBase+0xb00
	if in {
		address |= 0x80
	}
	if n != 0 {
		s.active = value&dwc2.EPCTL_USBAEP != 0
		m.halted[address] = value&dwc2.EPCTL_STALL != 0
		if s.active && (value&0x7ff == 0 || value&0x7ff > 64 || in && value>>22&15 != n) {
			m.t.Fatalf("endpoint %#x: %#x", address, value)
		}
	} else if value&dwc2.EPCTL_STALL != 0 {
		m.halted[address] = true
	}
	*word(at) = value
	if value&dwc2.EPCTL_SD0PID != 0 {
		s.toggle = false
		if in && address == 0x82 {
			m.restarts++
		}
	}
	events := word(base + 8)
	if value&dwc2.EPCTL_SNAK != 0 {
		s.nak = true
		if in && s.enabled {
			*events |= dwc2.DIEPINT_INEPNE
		}
	}
	if value&dwc2.EPCTL_CNAK != 0 {
		s.nak = false
	}
	if value&dwc2.EPCTL_EPDIS != 0 {
		if !in || !s.enabled || !s.nak || *events&dwc2.DIEPINT_INEPNE == 0 {
			m.t.Fatalf("endpoint %#x cannot be disabled now", address)
		}
		s.enabled = false
		*events |= dwc2.DIEPINT_EPDISD
	} else if value&dwc2.EPCTL_EPENA != 0 {
		if s.packets != 1 || in && (len(s.fifo) != 0 || s.enabled) || !s.active {
			m.t.Fatalf("endpoint %#x is given %d packets, active %v, with %d words there", address, s.packets,
				s.active, len(s.fifo))
		}
		s.enabled = true
	}
}

// sizes is a write to DIEPTSIZ or DOEPTSIZ.
func (m *model) sizes(at uintptr, value uint32) {
	s, _ := m.side(at)
	if s.enabled {
		m.t.Fatalf("the size of an endpoint in use, %#x", at-otgBase)
	}
	s.size, s.packets = value&0x7ffff, value>>19&0x3ff
	if at == otgBase+0x970 && value>>29 != 1 {
		m.t.Fatal("a report in no frame")
	}
	if at == otgBase+0xb10 {
		m.setups = value >> 29 & 3
		s.packets &= 1
	}
	*word(at) = value
}

// shown also looks at the parts of the memory.
func (m *model) shown() bool {
	o := usbOTG
	end := o.GRXFSIZ.Reg
	if end < 10+1+2*17 {
		m.t.Fatalf("a FIFO of %d words to receive", end)
	}
	for n, size := range append([]volatile.Register32{o.DIEPTXF0}, o.DIEPTXF[:usbEndpoints-1]...) {
		if size.Reg&0xffff != end || size.Reg>>16 < 16 {
			m.t.Fatalf("the FIFO %d is at %d, not at %d", n, size.Reg&0xffff, end)
		}
		end += size.Reg >> 16
	}
	if end > chipMemory {
		m.t.Fatalf("%d words of memory", end)
	}
	return o.DCTL.Reg&dwc2.DCTL_SDIS == 0 && o.DCFG.Reg&3 == dwc2.DCFG_DSPD_FULL && chipShows(m) &&
		o.GUSBCFG.Reg&dwc2.GUSBCFG_FDMOD != 0 && m.looks >= 3 && o.GUSBCFG.Reg>>10&15 == 6
}

// reset is one on the bus.
func (m *model) reset() {
	for n := range m.in {
		m.in[n].host, m.out[n].host, m.in[n].toggle, m.out[n].toggle = false, false, false, false
		m.in[n].active, m.out[n].active = n == 0, n == 0
		m.in[n].nak, m.out[n].nak = true, true
	}
	m.address = 0
	m.halted = map[uint32]bool{}
	usbOTG.DSTS.Reg = 0
	usbOTG.GINTSTS.Reg |= dwc2.GINT_USBRST
	m.interrupts()
	usbOTG.GINTSTS.Reg |= dwc2.GINT_ENUMDNE
	m.interrupts()
	if usbOTG.DCFG.Reg>>4&0x7f != 0 {
		m.t.Fatal("it has an address")
	}
}

func (m *model) sleep() {
	usbOTG.DSTS.Reg = dwc2.DSTS_SUSPSTS
	usbOTG.GINTSTS.Reg |= dwc2.GINT_USBSUSP
	m.interrupts()
}

func (m *model) wake() {
	usbOTG.DSTS.Reg = 0
	usbOTG.GINTSTS.Reg |= dwc2.GINT_WKUPINT
	m.interrupts()
}

func (m *model) push(status, n uint32, data []byte) {
	e := entry{status: status<<17 | uint32(len(data))<<4 | n}
	for i, c := range data {
		if i%4 == 0 {
			e.words = append(e.words, 0)
		}
		e.words[i/4] |= uint32(c) << (i % 4 * 8)
	}
	m.received = append(m.received, e)
}

// takes is a token to an endpoint to the host: its packet, or why there is none.
func (m *model) takes(n uint32) (packet []byte, stall, ok bool) {
	s := &m.in[n]
	if m.halted[n|0x80] && s.active {
		return nil, true, false
	}
	// A new address is there before the request is confirmed, and is used from then on.
	want := m.address
	if n == 0 && m.setup[0] == 0 && m.setup[1] == 5 {
		want = uint32(m.setup[2])
	}
	if usbOTG.DCFG.Reg>>4&0x7f != want {
		m.t.Fatalf("the address is %d, not %d", usbOTG.DCFG.Reg>>4&0x7f, want)
	}
	if !s.active || !s.enabled || s.nak || uint32(len(s.fifo)) < (s.size+3)/4 {
		return nil, false, false
	}
	for i := uint32(0); i < s.size; i++ {
		packet = append(packet, byte(s.fifo[i/4]>>(i%4*8)))
	}
	if s.toggle != s.host && n != 0 {
		m.t.Fatalf("endpoint %d sends the mark %v, not %v", n, s.toggle, s.host)
	}
	s.toggle, s.host = !s.toggle, !s.host
	s.fifo, s.enabled, s.size, s.packets, s.nak = nil, false, 0, 0, true
	usbOTG.IN[n].DIEPINT.Reg |= dwc2.DIEPINT_XFRC
	m.interrupts()
	return packet, false, true
}

// gives is a packet for an endpoint from the host.
func (m *model) gives(n uint32, packet []byte) (stall, ok bool) {
	s := &m.out[n]
	if m.halted[n] && s.active {
		return true, false
	}
	if !s.active || !s.enabled || s.nak {
		return false, false
	}
	if s.toggle != s.host && n != 0 {
		m.t.Fatalf("endpoint %d wants the mark %v, not %v", n, s.toggle, s.host)
	}
	s.toggle, s.host = !s.toggle, !s.host
	s.enabled, s.packets, s.nak = false, 0, true
	m.push(2, n, packet)
	m.push(3, n, nil)
	m.interrupts()
	return false, true
}

// asks sends a SETUP packet.
func (m *model) asks(setup [8]byte) {
	if m.setups == 0 {
		m.t.Fatal("no SETUP packet is expected")
	}
	m.setup = setup
	m.setups--
	m.halted[0], m.halted[0x80] = false, false
	m.in[0].nak, m.out[0].nak, m.out[0].enabled = true, true, false
	m.push(6, 0, setup[:])
	m.push(4, 0, nil)
	m.interrupts()
}

// minds is what the host does after a request that was done: a new address, and marks that begin again.
func (m *model) minds(setup [8]byte) {
	switch {
	case setup[0] == 0 && setup[1] == 5:
		m.address = uint32(setup[2])
	case setup[0] == 0 && setup[1] == 9, setup[0]&^0x80 == 1 && setup[1] == 11:
		interfaces := [3][]*bool{{&m.in[1].host}, {&m.in[2].host, &m.out[2].host}, {&m.in[3].host}}
		for i, marks := range interfaces {
			if setup[1] == 9 || setup[4] == byte(i) {
				for _, mark := range marks {
					*mark = false
				}
			}
		}
	case setup[0]&^0x80 == 2 && (setup[1] == 1 || setup[1] == 3):
		if n := setup[4] & 15; setup[4]&0x80 != 0 {
			m.in[n].host = false
		} else {
			m.out[n].host = false
		}
	}
}

func (m *model) bulkIn() ([]byte, bool) {
	packet, _, ok := m.takes(2)
	return packet, ok
}

func (m *model) reportIn() ([]byte, bool) {
	packet, _, ok := m.takes(3)
	return packet, ok
}

func (m *model) bulkOut(packet []byte) bool {
	_, ok := m.gives(2, packet)
	return ok
}
