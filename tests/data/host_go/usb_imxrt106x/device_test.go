package machine

// The bus and the host of the model, and what is the chip's own.

import (
	"bytes"
	"hosttest/interrupt"
	"hosttest/nxp"
	"testing"
	"unsafe"
)

func (m *model) voltage(on bool) {
	bsv := m.regs[otgAt]&nxp.USB_OTGSC_BSV != 0
	m.regs[otgAt] &^= nxp.USB_OTGSC_BSV
	if on {
		m.regs[otgAt] |= nxp.USB_OTGSC_BSV
	}
	if on != bsv {
		m.regs[otgAt] |= nxp.USB_OTGSC_BSVIS
	}
	m.interrupts()
}

func (m *model) shown() bool {
	return m.clocked() && m.regs[cmdAt] == nxp.USB_USBCMD_RS && m.regs[modeAt] == 2|1<<3 &&
		m.regs[portAt]&nxp.USB_PORTSC1_PFSC != 0 && m.regs[otgAt]&nxp.USB_OTGSC_OT != 0 &&
		m.regs[phyAt+0x30]&(3<<14) == 3<<14 && m.regs[linregAt]&1 != 0 &&
		m.regs[chargerAt]&(3<<19) == 3<<19 && m.regs[gprAt]>>31 != 0 && m.regs[listAt] == queues
}

func (m *model) event(bits uint32) {
	m.regs[stsAt] |= bits
	m.interrupts()
}

// reset is one on the bus. If interrupts are on, it has done everything when full speed begins.
func (m *model) reset() {
	for i := range m.sides {
		m.sides[i].toggle, m.sides[i].host = false, false
	}
	m.address, m.own, m.staged = 0, 0, false
	m.regs[addressAt] = 0
	m.regs[portAt] = m.regs[portAt]&^nxp.USB_PORTSC1_SUSP | nxp.USB_PORTSC1_PR
	m.event(nxp.USB_EVENT_URI)
	left := m.bits(func(s *side) bool { return s.primed || s.pending }) | m.regs[setupAt] | m.regs[completeAt]
	if interrupt.Off == 0 && (left != 0 || m.sides[3].enabled || m.sides[4].enabled || m.sides[5].enabled || m.sides[7].enabled) {
		m.t.Fatalf("after a reset there is something left: %#x", left)
	}
	m.regs[portAt] &^= nxp.USB_PORTSC1_PR
	m.event(nxp.USB_EVENT_PCI)
}

func (m *model) sleep() {
	m.regs[portAt] |= nxp.USB_PORTSC1_SUSP
	m.event(nxp.USB_EVENT_SLI)
}

func (m *model) wake() {
	m.regs[portAt] &^= nxp.USB_PORTSC1_SUSP
	m.event(nxp.USB_EVENT_PCI)
}

// ended is what the controller writes at the end of a transfer.
func (m *model) ended(i int, left uint32) {
	s := &m.sides[i]
	head := m.regs[listAt] + uint32(i)*64
	token := left<<16 | 1<<15
	m.store(head+8, 1)
	m.store(head+12, token)
	m.store(s.transfer+4, token)
	s.primed = false
	if i > 1 {
		if s.toggle != s.host {
			m.t.Fatalf("the direction %d has the mark %v, not %v", i, s.toggle, s.host)
		}
		s.toggle, s.host = !s.toggle, !s.host
	}
	m.regs[completeAt] |= bit(i)
	m.regs[stsAt] |= nxp.USB_EVENT_UI
}

// ready tells whether a direction has a transfer for a token.
func (m *model) ready(i int) bool {
	m.primes()
	s := &m.sides[i]
	if m.regs[cmdAt]&nxp.USB_USBCMD_RS == 0 || !s.enabled || !s.primed || i < 2 && m.regs[setupAt]&1 != 0 {
		return false
	}
	if s.stale {
		m.t.Fatal("a transfer of before the SETUP packet")
	}
	if m.own != m.address {
		m.t.Fatalf("the address is %d, not %d", m.own, m.address)
	}
	return true
}

// takes is a token to an endpoint to the host: its packet, or why there is none.
func (m *model) takes(n int) (packet []byte, stall, ok bool) {
	if m.halted[uint32(n|0x80)] {
		return nil, true, false
	}
	i := 2*n + 1
	if !m.ready(i) {
		return nil, false, false
	}
	s := &m.sides[i]
	if !bytes.Equal(s.packet, memory[s.at-dtcm:s.at-dtcm+s.length]) {
		m.t.Fatal("a packet is changed while the controller has it")
	}
	packet = s.packet
	if n == 0 && m.staged {
		m.own, m.staged = m.regs[addressAt]>>25, false
	}
	m.ended(i, 0)
	m.interrupts()
	return packet, false, true
}

// gives is a packet for an endpoint from the host.
func (m *model) gives(n int, packet []byte) (stall, ok bool) {
	if m.halted[uint32(n)] {
		return true, false
	}
	if !m.ready(2 * n) {
		return false, false
	}
	s := &m.sides[2*n]
	copy(seen[s.at-dtcm:], packet)
	copy(memory[s.at-dtcm:], packet)
	m.ended(2*n, s.length-uint32(len(packet)))
	m.interrupts()
	return false, true
}

// arrives is what the controller does with a SETUP packet.
func (m *model) arrives(setup [8]byte) {
	m.setup = setup
	m.staged = false
	m.halted[0], m.halted[0x80] = false, false
	m.regs[ctrlAt] &^= 1<<0 | 1<<16
	m.regs[cmdAt] &^= nxp.USB_USBCMD_SUTW
	m.primes()
	m.sides[0].stale, m.sides[1].stale = m.sides[0].primed, m.sides[1].primed
	words := (*[2]uint32)(unsafe.Pointer(&setup))
	m.store(m.regs[listAt]+40, words[0])
	m.store(m.regs[listAt]+44, words[1])
	m.regs[setupAt] |= 1
	if m.fetch(m.regs[listAt])&nxp.USB_DQH_IOS != 0 {
		m.regs[stsAt] |= nxp.USB_EVENT_UI
	}
}

// asks sends a SETUP packet.
func (m *model) asks(setup [8]byte) {
	if !m.shown() {
		m.t.Fatal("nobody is there")
	}
	m.arrives(setup)
	m.interrupts()
}

// minds is what the host does after a request that was done: a new address, and marks that begin again.
func (m *model) minds(setup [8]byte) {
	again := func(sides ...int) {
		for _, i := range sides {
			m.sides[i].host = false
		}
	}
	switch {
	case setup[0] == 0 && setup[1] == 5:
		m.address = uint32(setup[2])
	case setup[0] == 0 && setup[1] == 9:
		again(3, 4, 5, 7)
	case setup[0]&^0x80 == 1 && setup[1] == 11 && setup[4] == 0:
		again(3)
	case setup[0]&^0x80 == 1 && setup[1] == 11 && setup[4] == 2:
		again(7)
	case setup[0]&^0x80 == 1 && setup[1] == 11:
		again(4, 5)
	case setup[0]&^0x80 == 2 && (setup[1] == 1 || setup[1] == 3):
		again(int(setup[4]&7)*2 + int(setup[4]>>7))
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

// The PLL is as the boot ROM left it, or as after a reset.
func TestClocks(t *testing.T) {
	for _, pll := range []uint32{rom, rom | 1<<6, rom | 1<<16, 1<<16 | 1<<13} {
		m := plug(t)
		m.regs[pllAt] = pll
		USBCDC.Configure(UARTConfig{})
		m.voltage(true)
		m.enumerate()
	}
	// A program before has left it shown.
	m := connect(t)
	_USBCDC = USB_CDC{}
	USBCDC.Configure(UARTConfig{})
	m.enumerate()
}

func TestCable(t *testing.T) {
	m := connect(t)
	USBCDC.Write([]byte("one"))
	m.voltage(false)
	if USBCDC.DTR() || m.sides[5].enabled || m.sides[5].primed {
		t.Fatal("the port is still open")
	}
	m.voltage(true)
	m.enumerate()
	m.must(0x21, 0x22, 1, 0, 0)
	USBCDC.Write([]byte("two"))
	if text := m.collect(); string(text) != "two" {
		t.Fatalf("%q", text)
	}
}

// A SETUP packet comes while the one before is read, and is the one that counts.
func TestTripwire(t *testing.T) {
	m := connect(t)
	m.next = &[8]byte{0x80, 8, 0, 0, 0, 0, 1, 0}
	m.asks([8]byte{0x80, 6, 0, 1, 0, 0, 18, 0})
	if reply, ok := m.rest(nil); !ok || !bytes.Equal(reply, []byte{1}) || m.next != nil {
		t.Fatalf("% x", reply)
	}
	// Halves of the two would be another request: to take the device out of use.
	m.next = &[8]byte{1, 11, 0, 0, 0, 0, 0, 0}
	m.asks([8]byte{0, 9, 0, 0, 0, 0, 9, 0})
	if _, ok := m.rest(nil); !ok || usb.configuration != 1 {
		t.Fatal("half a request is done")
	}
}

// Interrupts were off during a reset and the first SETUP packet behind it.
func TestLateReset(t *testing.T) {
	m := connect(t)
	USBCDC.Write([]byte("one"))
	m.bulkOut([]byte("two"))
	state := interrupt.Disable()
	m.reset()
	m.arrives([8]byte{0x80, 6, 0, 1, 0, 0, 18, 0})
	interrupt.Restore(state)
	if reply, ok := m.rest(nil); !ok || len(reply) != 18 {
		t.Fatalf("% x", reply)
	}
	if m.sides[3].enabled || m.sides[4].enabled || USBCDC.DTR() {
		t.Fatal("endpoints of before the reset")
	}
	m.enumerate()
}

// A reset ends what was going on.
func TestReset(t *testing.T) {
	m := connect(t)
	// The answer waits for the host.
	m.asks([8]byte{0x80, 6, 0, 1, 0, 0, 18, 0})
	m.reset()
	m.enumerate()
	m.must(0x21, 0x22, 1, 0, 0)
	// Packets that were taken just before, and a request.
	USBCDC.Write(make([]byte, 100))
	state := interrupt.Disable()
	m.bulkIn()
	m.bulkOut([]byte("late"))
	m.arrives([8]byte{0x80, 6, 0, 1, 0, 0, 18, 0})
	interrupt.Off = state
	m.reset()
	m.enumerate()
	if USBCDC.Buffered() != 0 {
		t.Fatal("a packet of before the reset")
	}
}

// A reset takes a report back.
func TestResetWithReport(t *testing.T) {
	m := plug(t)
	usbEnableHID([]byte{1}, func([]byte) {})
	defer func() { usbHIDOn = false }()
	m.voltage(true)
	m.enumerate()
	if !usbSendReport([]byte{1, 2}) {
		t.Fatal("a report is refused")
	}
	m.reset()
	m.enumerate()
	usbSendReport([]byte{1, 3})
	if packet, ok := m.reportIn(); !ok || !bytes.Equal(packet, []byte{1, 3}) {
		t.Fatalf("% x", packet)
	}
	usbSendReport([]byte{1, 4})
	m.must(0, 9, 0, 0, 0)
}

// Endpoints that refuse packets, and begin again with their first.
func TestHalt(t *testing.T) {
	m := connect(t)
	halt := func(endpoint uint16) {
		t.Helper()
		m.must(2, 3, 0, endpoint, 0)
		if m.must(0x82, 0, 0, endpoint, 2)[0] != 1 {
			t.Fatal("not halted")
		}
	}
	send := func(text string) {
		t.Helper()
		USBCDC.Write([]byte(text))
		if got := m.collect(); string(got) != text {
			t.Fatalf("%q", got)
		}
	}
	get := func(text string) {
		t.Helper()
		buffer := make([]byte, 200)
		n, _ := USBCDC.Read(buffer)
		if string(buffer[:n]) != text {
			t.Fatalf("%q", buffer[:n])
		}
	}
	for turn := 0; turn < 20; turn++ {
		send("a")
		USBCDC.Write([]byte("the controller has this"))
		halt(0x82)
		if _, ok := m.bulkIn(); ok {
			t.Fatal("a packet of an endpoint that is halted")
		}
		m.must(2, 1, 0, 0x82, 0)
		send("b")
		// Of three packets it has one.
		text := bytes.Repeat([]byte("0123456789"), 15)
		USBCDC.Write(text)
		m.must(1, 11, 0, 1, 0)
		if got := m.collect(); !bytes.Equal(got, text[64:]) {
			t.Fatalf("%q", got)
		}
		send("c")
	}
	full := string(bytes.Repeat([]byte("x"), 64))
	for turn := 0; turn < 20; turn++ {
		if !m.bulkOut([]byte("a")) {
			t.Fatal("not taken")
		}
		halt(2)
		if m.bulkOut([]byte("b")) {
			t.Fatal("taken")
		}
		m.must(2, 1, 0, 2, 0)
		m.bulkOut([]byte("c"))
		get("ac")
		// There is no room for the third, which stays in the controller's memory.
		if !m.bulkOut([]byte(full)) || !m.bulkOut([]byte(full)) || !m.bulkOut([]byte("third")) ||
			m.bulkOut([]byte("fourth")) {
			t.Fatal("not as many as there is room for")
		}
		halt(2)
		m.must(2, 1, 0, 2, 0)
		m.must(1, 11, 0, 1, 0)
		if m.bulkOut([]byte("fourth")) {
			t.Fatal("taken")
		}
		get(full + full)
		get("third")
	}
}
