package machine

// The host's side, for a model of any controller, which has
//
//	plug              makes a new one, with the device's state of after a reset of the chip
//	voltage           the cable comes, or goes
//	shown             whether the device shows itself
//	reset             one on the bus
//	sleep, wake       the host sleeps, or does not any more
//	control           a control transfer
//	again             a SETUP packet like the last one, without the rest of a transfer
//	bulkIn, bulkOut   packets of the serial port
//	reportIn          a packet of the endpoint for reports
//	halted            the endpoints that refuse packets
//	restarts          how often an endpoint to the host began again with its first packet

import (
	"bytes"
	"hosttest/interrupt"
	"math/rand"
	"testing"
)

func (m *model) ask(kind, number byte, value, index, length uint16) ([]byte, bool) {
	return m.control([8]byte{kind, number, byte(value), byte(value >> 8), byte(index), byte(index >> 8),
		byte(length), byte(length >> 8)}, nil)
}

func (m *model) must(kind, number byte, value, index, length uint16) []byte {
	m.t.Helper()
	reply, ok := m.ask(kind, number, value, index, length)
	if !ok {
		m.t.Fatalf("request %#x %d %#x %d is refused", kind, number, value, index)
	}
	return reply
}

// enumerate does what a host does when a device is new.
func (m *model) enumerate() {
	m.t.Helper()
	if !m.shown() {
		m.t.Fatal("the device does not show itself")
	}
	m.reset()
	if d := m.must(0x80, 6, 0x100, 0, 64); len(d) != 18 || d[7] != 64 {
		m.t.Fatalf("device descriptor % x", d)
	}
	m.must(0, 5, 9, 0, 0)
	m.must(0x80, 6, 0x200, 0, 255)
	m.must(0, 9, 1, 0, 0)
}

func connect(t *testing.T) *model {
	m := plug(t)
	USBDev.Configure(UARTConfig{})
	m.voltage(true)
	m.enumerate()
	m.must(0x21, 0x22, 3, 0, 0)
	return m
}

// collect is what comes until there is nothing more.
func (m *model) collect() []byte {
	var text []byte
	for {
		packet, ok := m.bulkIn()
		if !ok {
			return text
		}
		text = append(text, packet...)
	}
}

// The descriptors are as the specifications want them, and agree with each other.
func TestDescriptors(t *testing.T) {
	m := connect(t)
	device := m.must(0x80, 6, 0x100, 0, 18)
	if !bytes.Equal(device[:12], []byte{18, 1, 0, 2, 0xef, 2, 1, 64, 0x34, 0x12, 0x78, 0x56}) || device[17] != 1 {
		t.Errorf("device % x", device)
	}
	all := m.must(0x80, 6, 0x200, 0, 0xffff)
	if head := m.must(0x80, 6, 0x200, 0, 9); !bytes.Equal(head, all[:9]) || int(head[2]) != len(all) {
		t.Errorf("configuration % x", all)
	}
	interfaces, endpoints, unions := 0, 0, 0
	left, wanted := all, 0
	for len(left) > 0 {
		n := int(left[0])
		if n < 2 || n > len(left) {
			t.Fatalf("a descriptor of %d bytes in % x", n, left)
		}
		d := left[:n]
		left = left[n:]
		switch d[1] {
		case 4:
			if wanted != 0 || int(d[2]) != interfaces {
				t.Errorf("interface % x", d)
			}
			interfaces++
			wanted = int(d[4])
		case 5:
			wanted--
			endpoints++
			if size := int(d[4]) | int(d[5])<<8; size == 0 || size > 64 || d[6] == 0 && d[3] == 3 {
				t.Errorf("endpoint % x", d)
			}
		case 11:
			if d[2] != 0 || d[3] != 2 || interfaces != 0 {
				t.Errorf("association % x", d)
			}
		case 0x24:
			if d[2] == 6 {
				unions++
			}
		}
	}
	if interfaces != int(all[4]) || endpoints != 3 || wanted != 0 || unions != 1 {
		t.Errorf("%d interfaces, %d endpoints, %d unions", interfaces, endpoints, unions)
	}
	for i, want := range []string{1: "Maker", 2: "A name that is longer than thir", 3: "0123456789ABCDEF"} {
		if i == 0 {
			continue
		}
		d := m.must(0x80, 6, 0x300|uint16(i), 0x409, 255)
		if int(d[0]) != len(d) || d[1] != 3 || string(bytes.ReplaceAll(d[2:], []byte{0}, nil)) != want {
			t.Errorf("string %d: % x", i, d)
		}
	}
	// A length of a whole number of packets that is shorter than asked for ends with an empty one.
	if d := m.must(0x80, 6, 0x302, 0x409, 64); len(d) != 64 {
		t.Errorf("% x", d)
	}
	m.must(0x80, 6, 0x302, 0x409, 128)
}

func TestRequests(t *testing.T) {
	m := connect(t)
	equal := func(got []byte, want ...byte) {
		t.Helper()
		if !bytes.Equal(got, want) {
			t.Errorf("% x, not % x", got, want)
		}
	}
	equal(m.must(0x80, 0, 0, 0, 2), 0, 0)
	equal(m.must(0x80, 8, 0, 0, 1), 1)
	equal(m.must(0x81, 10, 0, 1, 1), 0)
	equal(m.must(0xa1, 0x21, 0, 0, 7), 0, 0xc2, 1, 0, 0, 0, 8)
	line := []byte{0x80, 0x25, 0, 0, 1, 2, 7}
	if _, ok := m.control([8]byte{0x21, 0x20, 0, 0, 0, 0, 7, 0}, line); !ok {
		t.Error("SET_LINE_CODING is refused")
	}
	equal(m.must(0xa1, 0x21, 0, 0, 7), line...)
	// Fewer bytes than announced.
	if _, ok := m.control([8]byte{0x21, 0x20, 0, 0, 0, 0, 7, 0}, line[:3]); ok {
		t.Error("three bytes of seven are accepted")
	}
	equal(m.must(0xa1, 0x21, 0, 0, 7), line...)

	m.must(2, 3, 0, 0x82, 0)
	USBCDC.Write([]byte("x"))
	if _, ok := m.bulkIn(); ok || !m.halted[0x82] {
		t.Error("the endpoint is not halted")
	}
	equal(m.must(0x82, 0, 0, 0x82, 2), 1, 0)
	restarts := m.restarts
	m.must(2, 1, 0, 0x82, 0)
	if text := m.collect(); string(text) != "x" || m.restarts != restarts+1 {
		t.Errorf("%q, %d", text, m.restarts-restarts)
	}
	m.must(0, 9, 0, 0, 0)
	if _, ok := m.ask(0x81, 10, 0, 1, 1); ok {
		t.Error("an interface of a device that is not in use")
	}
	equal(m.must(0x80, 8, 0, 0, 1), 0)
}

// All of it comes back, in packets of any size, while nobody reads for a time.
func TestEcho(t *testing.T) {
	m := connect(t)
	r := rand.New(rand.NewSource(1))
	var sent, back []byte
	refused := 0
	for turn := 0; len(back) < 4096 && turn < 100000; turn++ {
		if len(sent) < 4096 {
			packet := make([]byte, r.Intn(65))
			r.Read(packet)
			if len(packet) > 4096-len(sent) {
				packet = packet[:4096-len(sent)]
			}
			if m.bulkOut(packet) {
				sent = append(sent, packet...)
			} else {
				refused++
			}
		}
		if len(sent) == 4096 || r.Intn(3) == 0 {
			buffer := make([]byte, r.Intn(100))
			n, _ := USBCDC.Read(buffer)
			USBCDC.Write(buffer[:n])
			back = append(back, m.collect()...)
		}
	}
	if !bytes.Equal(sent, back) || refused == 0 {
		t.Fatalf("%d of %d bytes are others; the host had to wait %d times", len(back), len(sent), refused)
	}
	if _, err := USBCDC.ReadByte(); err == nil || USBCDC.Buffered() != 0 {
		t.Error("a byte too many")
	}
}

// A full packet at the end is followed by an empty one.
func TestFullPackets(t *testing.T) {
	m := connect(t)
	USBCDC.Write(make([]byte, 64))
	sizes := []int{}
	for {
		packet, ok := m.bulkIn()
		if !ok {
			break
		}
		sizes = append(sizes, len(packet))
	}
	if len(sizes) != 2 || sizes[0] != 64 || sizes[1] != 0 {
		t.Error(sizes)
	}
}

// Nothing waits for a host that is not there, sleeps, or takes nothing.
func TestNobodyTakes(t *testing.T) {
	text := bytes.Repeat([]byte("0123456789"), 100)
	m := plug(t)
	USBDev.Configure(UARTConfig{})
	USBCDC.Write(text)
	USBCDC.Flush()
	m.voltage(true)
	m.enumerate()
	USBCDC.Write(text)
	m.must(0x21, 0x22, 1, 0, 0)
	if got := m.collect(); !bytes.Equal(got, text[:128]) {
		t.Errorf("%d bytes are kept", len(got))
	}
	// Nobody takes packets: some are lost, and later it goes on.
	USBCDC.Write(text)
	USBCDC.Write(text)
	USBCDC.Flush()
	if got := m.collect(); !bytes.Equal(got, text[:192]) {
		t.Errorf("%q", got)
	}
	USBCDC.Write([]byte("again"))
	if got := m.collect(); string(got) != "again" {
		t.Errorf("%q", got)
	}
	m.sleep()
	USBCDC.Write(text)
	if got := m.collect(); len(got) != 0 {
		t.Errorf("%q, asleep", got)
	}
	m.wake()
	if got := m.collect(); !bytes.Equal(got, text[:128]) {
		t.Errorf("%q", got)
	}
	// A handler writes, so no interrupt comes; the host takes what is there meanwhile.
	var got []byte
	state := interrupt.Disable()
	for i := 0; i < 1000; i += 50 {
		USBCDC.Write(text[i : i+50])
		got = append(got, m.collect()...)
	}
	USBCDC.Flush()
	got = append(got, m.collect()...)
	interrupt.Restore(state)
	got = append(got, m.collect()...)
	if !bytes.Equal(got, text) {
		t.Errorf("%d of 1000 bytes", len(got))
	}
}

func TestTouch(t *testing.T) {
	m := connect(t)
	speed := func(low, high byte) {
		m.control([8]byte{0x21, 0x20, 0, 0, 0, 0, 7, 0}, []byte{low, high, 0, 0, 0, 0, 8})
	}
	m.must(0x21, 0x22, 0, 0, 0)
	speed(0x80, 0x25)
	m.must(0x21, 0x22, 0, 0, 0)
	speed(0xb0, 0x04)
	m.must(0x21, 0x22, 3, 0, 0)
	m.ask(0x21, 0x22, 0, 1, 0)
	if bootloaders != 0 {
		t.Fatal("too early")
	}
	m.must(0x21, 0x22, 2, 0, 0)
	if bootloaders != 1 {
		t.Fatal("not at all")
	}
}

// Requests that no honest host makes: each is refused or ends in order, and the device works on.
func TestHostileRequests(t *testing.T) {
	m := connect(t)
	r := rand.New(rand.NewSource(2))
	kinds := []byte{0, 1, 2, 3, 0x20, 0x21, 0x22, 0x40, 0x80, 0x81, 0x82, 0xa1, 0xff}
	edges := []byte{0, 0, 0, 1, 2, 3, 7, 18, 64, 0x7f, 0x80, 0x81, 0x82, 0xff}
	answered := 0
	for i := 0; i < 200000; i++ {
		var p [8]byte
		p[0] = kinds[r.Intn(len(kinds))]
		p[1] = byte(r.Intn(40))
		for j := 2; j < 8; j++ {
			p[j] = edges[r.Intn(len(edges))]
		}
		if r.Intn(4) == 0 {
			r.Read(p[:])
		}
		if _, ok := m.control(p, make([]byte, r.Intn(65))); ok {
			answered++
		}
		switch r.Intn(40) {
		case 0:
			m.bulkOut(make([]byte, r.Intn(65)))
		case 1:
			m.collect()
		case 2:
			USBCDC.Write(make([]byte, r.Intn(200)))
		case 3:
			// One begins before the other has ended.
			m.again()
		case 4:
			m.must(0, 9, 1, 0, 0)
		}
	}
	if answered == 0 {
		t.Fatal("all are refused")
	}
	USBCDC.Read(make([]byte, 128))
	m.enumerate()
	m.must(0x21, 0x22, 1, 0, 0)
	m.collect()
	USBCDC.Read(make([]byte, 128))
	if !m.bulkOut([]byte("ping")) || USBCDC.Buffered() != 4 {
		t.Fatal("nothing arrives any more")
	}
	USBCDC.Write([]byte("pong"))
	if text := m.collect(); string(text) != "pong" {
		t.Fatalf("%q", text)
	}
}

// The second function: its descriptors, its requests, and its reports, in order and not for ever.
func TestReports(t *testing.T) {
	m := plug(t)
	var got []byte
	usbHID.last = [8]usbReport{}
	usbEnableHID([]byte{1, 2, 3}, func(report []byte) { got = append(got[:0], report...) })
	defer func() { usbHIDOn = false }()
	m.voltage(true)
	m.enumerate()
	equal := func(got []byte, want ...byte) {
		t.Helper()
		if !bytes.Equal(got, want) {
			t.Errorf("% x, not % x", got, want)
		}
	}
	all := m.must(0x80, 6, 0x200, 0, 0xffff)
	if len(all) != 100 || int(all[2]) != len(all) || all[4] != 3 {
		t.Fatalf("configuration % x", all)
	}
	equal(all[75:84], 9, 4, 2, 0, 1, 3, 0, 0, 0)
	equal(all[93:], 7, 5, 0x83, 3, 16, 0, 4)
	equal(m.must(0x81, 6, 0x2100, 2, 9), all[84:93]...)
	equal(m.must(0x81, 6, 0x2200, 2, 255), 1, 2, 3)
	if all[91] != 3 || all[92] != 0 {
		t.Errorf("the length of the reports' descriptor: % x", all[84:93])
	}
	m.must(0x21, 0x0a, 0x700, 2, 0)
	equal(m.must(0xa1, 2, 0, 2, 1), 7)
	equal(m.must(0x81, 10, 0, 2, 1), 0)
	if _, ok := m.ask(0xa1, 1, 0x102, 2, 9); ok {
		t.Error("a report that there is none of")
	}
	if !usbSendReport([]byte{2, 0, 0, 4}) {
		t.Error("a report is refused")
	}
	packet, _ := m.reportIn()
	equal(packet, 2, 0, 0, 4)
	equal(m.must(0xa1, 1, 0x102, 2, 16), 2, 0, 0, 4)
	if _, ok := m.control([8]byte{0x21, 9, 2, 2, 2, 0, 2, 0}, []byte{2, 5}); !ok {
		t.Error("SET_REPORT is refused")
	}
	equal(got, 2, 5)
	// One is in the controller, eight wait.
	for i := byte(0); i < 12; i++ {
		if usbSendReport([]byte{3, i}) != (i < 9) {
			t.Errorf("report %d", i)
		}
	}
	for i := byte(0); i < 9; i++ {
		packet, _ := m.reportIn()
		equal(packet, 3, i)
	}
	if _, ok := m.reportIn(); ok {
		t.Error("one too many")
	}
	// One that the controller has is lost when the endpoint begins again.
	usbSendReport([]byte{1, 1})
	m.must(2, 3, 0, 0x83, 0)
	usbSendReport([]byte{1, 2})
	if _, ok := m.reportIn(); ok {
		t.Error("the endpoint is not halted")
	}
	equal(m.must(0x82, 0, 0, 0x83, 2), 1, 0)
	m.must(2, 1, 0, 0x83, 0)
	packet, _ = m.reportIn()
	equal(packet, 1, 2)
	m.must(1, 11, 0, 2, 0)
	m.must(0, 9, 0, 0, 0)
	if usbSendReport([]byte{1, 3}) {
		t.Error("nobody takes it")
	}
	m.must(0, 9, 1, 0, 0)
	m.must(0x21, 0x22, 3, 0, 0)
	USBCDC.Write([]byte("text"))
	usbSendReport([]byte{1, 4})
	packet, _ = m.reportIn()
	equal(packet, 1, 4)
	if text := m.collect(); string(text) != "text" {
		t.Errorf("%q", text)
	}
}
