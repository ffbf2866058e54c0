package machine

// A model of the USB controller OTG1 of the i.MX RT1060 as a device, with its queues in memory, its
// transceiver and clocks, and of its host, by IMXRT1060RM ("Universal Serial Bus Controller", "Device
// Operational Model"; "CCM Analog"; "Universal Serial Bus 2.0 Integrated PHY"). It is strict: what the
// manual forbids ends the test. It sees of the memory what was there at the last barrier.

import (
	"hosttest/interrupt"
	"hosttest/nxp"
	"hosttest/volatile"
	"math/rand"
	"syscall"
	"testing"
	"unsafe"
)

func barrier() { copy(seen[:], memory[:]) }

// A page in the middle of DTCM. The first word of the queues is not that of the page.
const (
	dtcm    = 0x20010000
	dtcmEnd = dtcm + 4096
	queues  = dtcm + 2048
)

var (
	memory = mapMemory()
	// seen is what the controller knows of it.
	seen [4096]byte
)

// mapMemory also maps the registers, which Go looks at when it makes pointers of them.
func mapMemory() *[4096]byte {
	for at, size := range map[uintptr]uintptr{dtcm: 0x1000, 0x400ac000: 0x51000, usbBase: 0x1000} {
		const fixed = 0x10
		got, _, e := syscall.Syscall6(syscall.SYS_MMAP2, at, size, syscall.PROT_READ|syscall.PROT_WRITE,
			syscall.MAP_PRIVATE|syscall.MAP_ANON|fixed, ^uintptr(0), 0)
		if e != 0 || got != at {
			panic("no memory")
		}
	}
	return (*[4096]byte)(unsafe.Pointer(uintptr(dtcm)))
}

func inMemory(at uintptr) bool { return at >= dtcm && at < dtcmEnd }

// fetch is a read of the controller.
func (m *model) fetch(at uint32) uint32 {
	if !inMemory(uintptr(at)) || at&3 != 0 {
		m.t.Fatalf("the controller reads at %#x", at)
	}
	return *(*uint32)(unsafe.Pointer(&seen[at-dtcm]))
}

// store is a write of the controller.
func (m *model) store(at, value uint32) {
	*(*uint32)(unsafe.Pointer(&seen[at-dtcm])) = value
	*(*uint32)(unsafe.Pointer(uintptr(at))) = value
}

// side is a direction of an endpoint; odd ones are to the host.
type side struct {
	pending, primed  bool // a bit of ENDPTPRIME, of ENDPTSTAT
	stale            bool // primed before the last SETUP packet
	enabled          bool
	kind             uint32
	transfer, length uint32
	at               uint32 // of the packet
	packet           []byte // to the host
	toggle, host     bool
}

// model is the controller.
type model struct {
	t        *testing.T
	regs     map[uintptr]uint32
	sides    [16]side
	setup    [8]byte
	halted   map[uint32]bool
	restarts int
	address  uint32 // the host's mind
	own      uint32 // the controller's mind
	staged   bool
	moded    bool // USBMODE was written since the last reset
	locking  int  // of the PLL: so many reads until it is locked
	resets   int  // reads until a reset has ended
	turns    int  // of a loop that waits, since then
	clearing bool // stall bits of endpoint 0 still go away
	flushing uint32
	r        *rand.Rand
	// A SETUP packet that comes while the one before is read.
	next *[8]byte
}

const usbBase = 0x402e0000

// Registers by their addresses.
const (
	gprAt     = 0x400ac004
	pllAt     = 0x400d8010
	linregAt  = 0x400d8120
	chargerAt = 0x400d81b0
	phyAt     = 0x400d9000
	gateAt    = 0x400fc080

	cmdAt      = usbBase + 0x140
	stsAt      = usbBase + 0x144
	intrAt     = usbBase + 0x148
	addressAt  = usbBase + 0x154
	listAt     = usbBase + 0x158
	portAt     = usbBase + 0x184
	otgAt      = usbBase + 0x1a4
	modeAt     = usbBase + 0x1a8
	setupAt    = usbBase + 0x1ac
	primeAt    = usbBase + 0x1b0
	flushAt    = usbBase + 0x1b4
	statAt     = usbBase + 0x1b8
	completeAt = usbBase + 0x1bc
	ctrlAt     = usbBase + 0x1c0
)

// rom is the PLL as the boot ROM leaves it.
const rom = 1<<31 | 1<<13 | 1<<12

func plug(t *testing.T) *model {
	m := &model{t: t, regs: map[uintptr]uint32{}, halted: map[uint32]bool{}, r: rand.New(rand.NewSource(1))}
	_USBCDC = USB_CDC{}
	*memory, seen = [4096]byte{}, [4096]byte{}
	usbShared = (*usbQueues)(unsafe.Pointer(uintptr(queues)))
	usb.configuration, usb.stage = 0, usbIdle
	bootloaders = 0
	interrupt.Off = 0
	interrupt.On = m.interrupts
	volatile.Read, volatile.Write = m.read, m.write
	m.regs[pllAt] = rom
	m.regs[phyAt], m.regs[phyAt+0x30] = 0x1e1c00, 1<<31|1<<30
	m.coreReset()
	return m
}

func (m *model) coreReset() {
	for r := uintptr(cmdAt); r < usbBase+0x200; r += 4 {
		m.regs[r] = 0
	}
	m.regs[cmdAt] = 8 << 16
	m.regs[otgAt] = 1<<5 | 1<<8 | m.regs[otgAt]&nxp.USB_OTGSC_BSV
	m.regs[portAt] = 1 << 28
	m.sides, m.halted = [16]side{}, map[uint32]bool{}
	m.sides[0].enabled, m.sides[1].enabled = true, true
	m.own, m.staged, m.moded = 0, false, false
	// What it says before is nothing to look after.
	m.regs[stsAt] = nxp.USB_EVENT_PCI
}

// interrupts calls the handler while it is wanted.
func (m *model) interrupts() {
	for turn := 0; interrupt.Off == 0; turn++ {
		otg := m.regs[otgAt]
		if m.regs[stsAt]&m.regs[intrAt] == 0 && otg>>16&(otg>>24)&0x7f == 0 {
			return
		}
		if turn == 100 {
			m.t.Fatalf("the interrupt does not end: %#x", m.regs[stsAt])
		}
		handler := interrupt.Handlers[113]
		if handler == nil {
			m.t.Fatal("the interrupt has no handler")
		}
		interrupt.Off = 1
		handler(interrupt.Interrupt{})
		interrupt.Off = 0
	}
}

// clocked tells whether the controller has its clocks: of the bus, and of a transceiver that works.
func (m *model) clocked() bool {
	phy := m.regs[phyAt+0x30]
	return m.regs[gateAt]&3 == 3 && m.regs[pllAt]&(rom|1<<16|1<<6|1<<1) == rom|1<<6 &&
		phy&(1<<31|1<<30) == 0 && m.regs[phyAt] == 0
}

func at(r *volatile.Register32) uintptr { return uintptr(unsafe.Pointer(r)) }

func (m *model) read(r *volatile.Register32) uint32 {
	a := at(r)
	switch {
	case inMemory(a):
		if a == queues+0x2c && m.next != nil {
			packet := *m.next
			m.next = nil
			m.arrives(packet)
		}
		return r.Reg
	case a == pllAt && m.locking > 0:
		m.locking--
		if m.locking == 0 {
			m.regs[a] |= 1 << 31
		}
	case a>>12 == usbBase>>12 && m.regs[gateAt]&3 != 3:
		m.t.Fatalf("the controller has no clock: %#x", a)
	case a == cmdAt && m.resets > 0:
		m.resets--
		if m.resets == 0 {
			m.regs[a] &^= nxp.USB_USBCMD_RST
		}
	case a == primeAt:
		// Those that are not done yet are next time.
		value := m.bits(func(s *side) bool { return s.pending })
		m.primes()
		return value
	case a == flushAt:
		value := m.flushing
		m.flushed()
		return value
	case a == statAt:
		return m.bits(func(s *side) bool { return s.primed })
	}
	return m.regs[a]
}

// bits has those of the sides that are as told.
func (m *model) bits(is func(s *side) bool) (bits uint32) {
	for i := range m.sides {
		if is(&m.sides[i]) {
			bits |= bit(i)
		}
	}
	return bits
}

func bit(side int) uint32 { return 1 << (side/2 + side%2*16) }

func (m *model) write(r *volatile.Register32, value uint32) {
	a := at(r)
	switch {
	case inMemory(a):
		m.touches(uint32(a))
		r.Reg = value
	case a>>12 == usbBase>>12:
		if m.regs[gateAt]&3 != 3 {
			m.t.Fatalf("the controller has no clock: %#x", a)
		}
		m.writeUSB(a, value)
	case a == pllAt:
		if m.regs[a]&(rom|1<<16) == rom && value&(rom&^(1<<31)|1<<16|1<<1) != rom&^(1<<31) {
			m.t.Fatalf("the flash loses its clock: %#x", value)
		}
		if m.regs[a]&(1<<31) == 0 && value&(1<<12|1<<13) == 1<<12|1<<13 && m.locking == 0 {
			m.locking = 3
		}
		m.regs[a] = value&^(1<<31) | m.regs[a]&(1<<31)
	case a == phyAt+0x34:
		m.regs[phyAt+0x30] |= value
		if value&(1<<31) != 0 {
			m.regs[phyAt], m.regs[phyAt+0x30] = 0x1e1c00, 1<<31|1<<30
		}
	case a == phyAt+0x38:
		m.regs[phyAt+0x30] &^= value
	case a == linregAt+4, a == chargerAt+4:
		m.regs[a-4] |= value
	case a == phyAt, a == gateAt, a == gprAt:
		if a == phyAt && m.regs[phyAt+0x30]&(1<<31) != 0 {
			m.t.Fatal("the transceiver is in reset")
		}
		m.regs[a] = value
	case a < 0x40000000 || a >= 0x41000000:
		m.turns++
	default:
		m.t.Fatalf("a write to %#x", a)
	}
}

func (m *model) writeUSB(a uintptr, value uint32) {
	switch {
	case a == cmdAt:
		m.commands(value)
	case a == stsAt, a == setupAt, a == completeAt:
		m.regs[a] &^= value
		m.clearing = m.clearing || a == setupAt && value&1 != 0
	case a == otgAt:
		const read = 0x7f << 8
		events := uint32(nxp.USB_OTGSC_EVENTS_Msk)
		m.regs[a] = m.regs[a]&(read|events&^value) | value&^(read|events)
	case a == portAt:
		const fixed = nxp.USB_PORTSC1_PR | nxp.USB_PORTSC1_SUSP
		m.regs[a] = m.regs[a]&fixed | value&^fixed
	case a == modeAt:
		if m.moded || m.regs[cmdAt]&3 != 0 {
			m.t.Fatal("USBMODE is written once behind a reset")
		}
		m.moded = true
		m.regs[a] = value
	case a == addressAt:
		m.staged = value&(1<<24) != 0
		if !m.staged {
			m.own = value >> 25
		}
		m.regs[a] = value
	case a == listAt:
		if value%2048 != 0 {
			m.t.Fatalf("ENDPTLISTADDR %#x", value)
		}
		m.regs[a] = value
	case a == primeAt:
		m.wanted(value)
	case a == flushAt:
		m.flushing |= value
	case a >= ctrlAt && a < ctrlAt+32:
		m.controls(int(a-ctrlAt)/4, value)
	case a == intrAt:
		m.regs[a] = value
	default:
		m.t.Fatalf("a write to %#x", a)
	}
}

func (m *model) commands(value uint32) {
	before := m.regs[cmdAt]
	if before&nxp.USB_USBCMD_RST != 0 {
		m.t.Fatal("in reset")
	}
	if value&nxp.USB_USBCMD_RST != 0 {
		if !m.clocked() || before&nxp.USB_USBCMD_RS != 0 {
			m.t.Fatal("a reset without clocks, or of a device that is shown")
		}
		m.coreReset()
		m.resets, m.turns = 3, 0
		m.regs[cmdAt] |= nxp.USB_USBCMD_RST
		return
	}
	if value&nxp.USB_USBCMD_RS != 0 && before&nxp.USB_USBCMD_RS == 0 {
		// A loop of a millisecond.
		if m.turns < 1<<20/10000 || !m.moded || m.regs[listAt] == 0 || m.regs[stsAt] != 0 {
			m.t.Fatalf("it runs too early: %d turns", m.turns)
		}
	}
	m.regs[cmdAt] = value
}

// touches ends the test if the processor writes what the controller uses.
func (m *model) touches(a uint32) {
	for i := range m.sides {
		s := &m.sides[i]
		if head := m.regs[listAt] + uint32(i)*64; m.regs[listAt] != 0 && (s.primed || s.pending) &&
			(a >= head && a < head+64 || a >= s.transfer && a < s.transfer+32) {
			m.t.Fatalf("the transfer %d is in use: %#x", i, a)
		}
	}
}

// wanted is a write to ENDPTPRIME.
func (m *model) wanted(bits uint32) {
	for i := range m.sides {
		s := &m.sides[i]
		if bits&bit(i) == 0 {
			continue
		}
		if s.primed || s.pending || !s.enabled || m.regs[cmdAt]&1 == 0 {
			m.t.Fatalf("the direction %d cannot be primed: %+v", i, *s)
		}
		if i < 2 && m.regs[setupAt]&1 != 0 {
			continue // locked
		}
		m.transfers(i)
		s.pending, s.stale = true, false
	}
}

// transfers reads what a direction is to do.
func (m *model) transfers(i int) {
	s := &m.sides[i]
	head := m.regs[listAt] + uint32(i)*64
	want := uint32(64<<16 | 1<<29)
	switch i {
	case 0:
		want |= 1 << 15
	case 3, 7:
		want = 16<<16 | 1<<29
	}
	next := m.fetch(head + 8)
	if capabilities := m.fetch(head); capabilities != want || next&31 != 0 || m.fetch(head+12)&0xff != 0 {
		m.t.Fatalf("the head %d: %#x %#x %#x", i, capabilities, next, m.fetch(head+12))
	}
	token := m.fetch(next + 4)
	s.transfer, s.length, s.at = next, token>>16, m.fetch(next+8)
	if m.fetch(next) != 1 || token&0xffff != 1<<15|1<<7 || s.length > 64 || i%2 == 0 && s.length != 64 {
		m.t.Fatalf("the transfer %d: %#x %#x", i, m.fetch(next), token)
	}
	if !inMemory(uintptr(s.at)) || !inMemory(uintptr(s.at+s.length)) || s.at < next+32 && s.at+64 > next {
		m.t.Fatalf("the packet %d at %#x", i, s.at)
	}
	m.store(head+4, next)
	for word := uint32(0); word < 28; word += 4 {
		m.store(head+8+word, m.fetch(next+word))
	}
	if i%2 == 1 {
		s.packet = append([]byte(nil), seen[s.at-dtcm:s.at-dtcm+s.length]...)
	}
}

func (m *model) primes() {
	for i := range m.sides {
		s := &m.sides[i]
		s.primed, s.pending = s.primed || s.pending, false
	}
}

// flushed ends a flush. Some do nothing, since a packet is on the bus; one to the host is taken then.
func (m *model) flushed() {
	for i := range m.sides {
		s := &m.sides[i]
		if m.flushing&bit(i) == 0 {
			continue
		}
		if s.pending {
			m.t.Fatalf("the direction %d is still being primed", i)
		}
		if m.r.Intn(3) != 0 {
			s.primed = false
		} else if s.primed && i%2 == 1 {
			m.ended(i, 0)
		}
	}
	m.flushing = 0
}

// controls is a write to ENDPTCTRL.
func (m *model) controls(n int, value uint32) {
	if n == 0 {
		if value&(1<<6|1<<22) != 0 {
			m.t.Fatal("endpoint 0 has no toggle to reset")
		}
		if m.clearing {
			m.clearing = false
			value &^= 1<<0 | 1<<16
		}
		m.halted[0], m.halted[0x80] = value&1 != 0, value>>16&1 != 0
		m.regs[ctrlAt] = value&(1<<0|1<<16) | 1<<7 | 1<<23
		return
	}
	kinds := [2]uint32{value >> 2 & 3, value >> 18 & 3}
	for d := 0; d < 2; d++ {
		i, half := 2*n+d, value>>(16*d)
		s, address := &m.sides[i], uint32(n|d<<7)
		s.enabled, s.kind = half&(1<<7) != 0, kinds[d]
		m.halted[address] = half&1 != 0
		if s.enabled && (kinds[0] == 0 || kinds[1] == 0 || n > 3 || kinds[d] != []uint32{3, 2, 3}[n-1]) ||
			!s.enabled && (s.primed || s.pending) {
			m.t.Fatalf("endpoint %#x: %#x", address, value)
		}
		if half&(1<<6) != 0 {
			s.toggle = false
			if address == 0x82 {
				m.restarts++
			}
		}
	}
	m.regs[ctrlAt+uintptr(4*n)] = value &^ (1<<6 | 1<<22)
}
