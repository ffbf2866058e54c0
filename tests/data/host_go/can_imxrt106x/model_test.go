package machine

// FlexCAN by the i.MX RT1060's reference manual: what may be changed only while it is off the bus, the
// queue of six frames with its filters, a mailbox that sends, and the erratum ERR005829: without two writes
// to the reserved mailbox it does not see what it is to send.

import (
	"fmt"
	"hosttest/interrupt"
	"hosttest/nxp"
	"hosttest/volatile"
	"strings"
	"testing"
	"unsafe"
)

func gosched() {}

type canFrameModel struct{ cs, id, word0, word1 uint32 }

type canModel struct {
	t      *testing.T
	bus    *nxp.CAN_Type
	irq    int
	gates  uint32
	regs   map[*volatile.Register32]uint32
	queue  []canFrameModel
	flags  uint32 // IFLAG1 without the queue's
	esr    uint32
	slow   int // so often freezing is not confirmed yet
	asked  bool
	woken  int // so often the reserved mailbox was written to since
	stuck  bool
	sent   []canFrameModel
	came   int // how many the filters of the chip let through
	inside bool
	looked int
}

const (
	frozenBits = nxp.CAN_MCR_FRZ | nxp.CAN_MCR_HALT
	dataCode   = 0xc << 24
)

func newCAN(t *testing.T, can *CAN, bus **nxp.CAN_Type, irq int) *canModel {
	nxp.CCM, nxp.IOMUXC, *bus = &nxp.CCM_Type{}, &nxp.IOMUXC_Type{}, &nxp.CAN_Type{}
	*can = CAN{Bus: *bus}
	m := &canModel{t: t, bus: *bus, irq: irq, gates: 0xf << 14, regs: map[*volatile.Register32]uint32{}}
	if irq == 37 {
		m.gates = 0xf << 18
	}
	m.regs[&m.bus.MCR] = 0xd890000f
	m.regs[&m.bus.CTRL2] = 0x00b00000 | 5<<24
	// The memory has anything.
	for i := range m.bus.MB {
		m.regs[&m.bus.MB[i].CS], m.regs[&m.bus.MB[i].ID] = 0x4c0ffee0, 0xdeadbeef
		m.regs[&m.bus.RXIMR[i]] = 0xdeadbeef
	}
	interrupt.Off, interrupt.On = 0, m.interrupt
	interrupt.Handlers = map[int]func(interrupt.Interrupt){}
	volatile.Read, volatile.Write = m.read, m.write
	return m
}

func (m *canModel) frozen() bool {
	mcr := m.regs[&m.bus.MCR]
	return mcr&nxp.CAN_MCR_MDIS == 0 && mcr&frozenBits == frozenBits && m.slow == 0
}

func (m *canModel) own(r *volatile.Register32) bool {
	at, begin := uintptr(unsafe.Pointer(r)), uintptr(unsafe.Pointer(m.bus))
	return at >= begin && at < begin+unsafe.Sizeof(*m.bus)
}

func (m *canModel) clock(r *volatile.Register32) {
	if m.own(r) && m.regs[&nxp.CCM.CCGR[0]]&m.gates != m.gates {
		m.t.Fatal("the controller has no clock")
	}
}

func (m *canModel) read(r *volatile.Register32) uint32 {
	m.clock(r)
	switch r {
	case &m.bus.MCR:
		is := m.regs[r]
		if m.slow > 0 {
			m.slow--
		} else if m.frozen() {
			is |= nxp.CAN_MCR_FRZACK
		}
		if is&nxp.CAN_MCR_MDIS != 0 {
			is |= nxp.CAN_MCR_LPMACK
		}
		return is
	case &m.bus.IFLAG1:
		if len(m.queue) > 0 {
			return m.flags | 1<<5
		}
		return m.flags
	case &m.bus.ESR1:
		return m.esr
	case &m.bus.MB[canSender].CS:
		if m.looked++; m.looked > 1e5 {
			m.t.Fatal("it waits for what does not come")
		}
	}
	if len(m.queue) > 0 {
		box, f := &m.bus.MB[0], m.queue[0]
		switch r {
		case &box.CS:
			return f.cs
		case &box.ID:
			return f.id
		case &box.WORD0:
			return f.word0
		case &box.WORD1:
			return f.word1
		}
	}
	return m.regs[r]
}

func (m *canModel) write(r *volatile.Register32, value uint32) {
	m.clock(r)
	defer m.interrupt()
	const ctrl1Any = nxp.CAN_CTRL1_ERRMSK | nxp.CAN_CTRL1_BOFFMSK
	switch r {
	case &m.bus.MCR:
		if value&nxp.CAN_MCR_SOFTRST != 0 {
			value = frozenBits | 0xf | 1<<23
		} else if changed := value ^ m.regs[r]; changed&^(frozenBits|nxp.CAN_MCR_MDIS|nxp.CAN_MCR_FRZACK|
			nxp.CAN_MCR_LPMACK) != 0 && !m.frozen() {
			m.t.Errorf("MCR %#x while it is on the bus", value)
		}
		if value&frozenBits == frozenBits && m.regs[r]&frozenBits != frozenBits {
			m.slow = 3
		}
		value &^= nxp.CAN_MCR_FRZACK | nxp.CAN_MCR_LPMACK
	case &m.bus.CTRL1:
		if (value^m.regs[r])&^ctrl1Any != 0 && !m.frozen() {
			m.t.Errorf("CTRL1 %#x while it is on the bus", value)
		}
	case &m.bus.CTRL2:
		if !m.frozen() {
			m.t.Error("CTRL2 while it is on the bus")
		}
	case &m.bus.IFLAG1:
		if value&(1<<5) != 0 && len(m.queue) > 0 {
			m.queue = m.queue[1:]
		}
		m.flags &^= value
		return
	case &m.bus.ESR1:
		m.esr &^= value & 0x30006
		return
	case &m.bus.MB[canReserved].CS:
		if value != 8<<24 {
			m.t.Errorf("the reserved mailbox: %#x", value)
		}
		if m.woken++; m.asked && m.woken == 2 {
			m.regs[r] = value
			m.transmit()
			return
		}
	case &m.bus.MB[canSender].CS:
		if m.asked && value>>24 != 8 {
			m.t.Error("a frame that is not sent yet is overwritten")
		}
		if value>>24 == 12 {
			m.asked, m.woken = true, 0
		}
	}
	for i := range m.bus.RXIMR {
		if r == &m.bus.RXIMR[i] && !m.frozen() {
			m.t.Error("a filter while it is on the bus")
		}
		box := &m.bus.MB[i]
		if i < 8 && (r == &box.CS || r == &box.ID || r == &box.WORD0 || r == &box.WORD1) &&
			(i < 6 || !m.frozen()) {
			m.t.Errorf("mailbox %d belongs to the queue", i)
		}
	}
	m.regs[r] = value
}

// interrupt calls the handler if it has to come.
func (m *canModel) interrupt() {
	mask := uint32(0)
	ctrl1 := m.regs[&m.bus.CTRL1]
	for bit, is := range map[uint32]uint32{14: 1 << 1, 15: 1 << 2, 11: 1 << 17, 10: 1 << 16} {
		if ctrl1>>bit&1 != 0 {
			mask |= is
		}
	}
	pending := func() bool {
		flags := m.flags
		if len(m.queue) > 0 {
			flags |= 1 << 5
		}
		return flags&m.regs[&m.bus.IMASK1] != 0 || m.esr&mask != 0
	}
	handler := interrupt.Handlers[m.irq]
	if handler == nil || m.inside || interrupt.Off != 0 || !pending() {
		return
	}
	m.inside = true
	handler(interrupt.Interrupt{})
	m.inside = false
	if pending() {
		m.t.Error("the interrupt comes again and again")
	}
}

// transmit sends the frame, if it can, to the bus or back.
func (m *canModel) transmit() {
	if m.stuck || m.regs[&m.bus.MCR]&frozenBits != 0 || m.regs[&m.bus.CTRL1]&nxp.CAN_CTRL1_LOM != 0 {
		return
	}
	box := &m.bus.MB[canSender]
	f := canFrameModel{m.regs[&box.CS], m.regs[&box.ID], m.regs[&box.WORD0], m.regs[&box.WORD1]}
	m.asked = false
	m.flags |= 1 << canSender
	m.regs[&box.CS] = 8<<24 | f.cs&0xffffff
	if f.cs&(1<<20) != 0 {
		m.regs[&box.CS] = 4<<24 | f.cs&0xffffff
	}
	if m.regs[&m.bus.CTRL1]&nxp.CAN_CTRL1_LPB == 0 {
		m.sent = append(m.sent, f)
	}
	if m.regs[&m.bus.MCR]&nxp.CAN_MCR_SRXDIS == 0 {
		m.receive(f)
	}
}

// receive has a frame come, which the filters may not want.
func (m *canModel) receive(f canFrameModel) {
	mcr := m.regs[&m.bus.MCR]
	if mcr&frozenBits != 0 || mcr&nxp.CAN_MCR_RFEN == 0 || mcr&nxp.CAN_MCR_IRMQ == 0 || mcr&0x7f != 9 {
		m.t.Fatalf("MCR %#x", mcr)
	}
	if f.cs&(1<<20) != 0 && m.regs[&m.bus.CTRL2]&(1<<17) == 0 {
		return
	}
	bits := f.id<<1&0x3fffffff | f.cs>>21&1<<30 | f.cs>>20&1<<31
	for i := 0; i < 8; i++ {
		box := &m.bus.MB[6+i/4]
		word := [4]*volatile.Register32{&box.CS, &box.ID, &box.WORD0, &box.WORD1}[i%4]
		if (bits^m.regs[word])&m.regs[&m.bus.RXIMR[i]] != 0 {
			continue
		}
		m.came++
		if len(m.queue) == 6 {
			m.flags |= 1 << 7
		} else {
			m.queue = append(m.queue, f)
		}
		break
	}
	m.interrupt()
}

func loopback(t *testing.T) *canModel {
	m := newCAN(t, CAN1, &nxp.CAN1, 36)
	config := CANConfig{TransferRate: CANTransferRate250kbps, Tx: PA0 + 24, Rx: PA0 + 25, Mode: CANLoopback}
	if err := CAN1.Configure(config); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFrames(t *testing.T) {
	m := loopback(t)
	calls := 0
	CAN1.SetInterrupt(CANInterruptReceived, func(*CAN) { calls++ })
	for _, want := range []CANTxBufferElement{
		{ID: 0x123, DLC: 4, DB: [64]byte{8, 7, 6, 5}},
		{ID: 0x1abcdef5, XTD: true, DLC: 8, DB: [64]byte{1, 2, 3, 4, 5, 6, 7, 8}},
		{ID: 0x7ff, RTR: true, DLC: 3},
		{ID: 0x12345678, XTD: true, RTR: true},
		{ID: 1, DLC: 1, DB: [64]byte{0xff}},
	} {
		if CAN1.TxFifoIsFull() {
			t.Fatal("no room")
		}
		CAN1.TxRaw(&want)
		if CAN1.RxFifoSize() != 1 {
			t.Fatalf("%#x: %d frames", want.ID, CAN1.RxFifoSize())
		}
		var got CANRxBufferElement
		CAN1.RxRaw(&got)
		if got.ID != want.ID || got.XTD != want.XTD || got.RTR != want.RTR || got.DLC != want.DLC || got.DB != want.DB {
			t.Errorf("%+v, not %+v", got, want)
		}
	}
	if calls != 5 || len(m.sent) != 0 {
		t.Errorf("%d calls, %d frames on the bus", calls, len(m.sent))
	}
	for i := uint32(0); i < 18; i++ {
		CAN1.Tx(i, nil, false, false)
	}
	if CAN1.RxFifoSize() != 16 || !CAN1.RxFifoIsFull() || CAN1.RxFifoIsFull() {
		t.Error("16 frames wait, and two are lost")
	}
}

// TestBus sends to others, and receives from them more than the queue holds.
func TestBus(t *testing.T) {
	m := newCAN(t, CAN2, &nxp.CAN2, 37)
	if err := CAN2.Configure(CANConfig{Tx: PA0 + 14, Rx: PA0 + 15}); err != nil {
		t.Fatal(err)
	}
	CAN2.Tx(0x123, []byte{1, 2, 3, 4, 5}, false, false)
	CAN2.Tx(0x12345678, []byte{9}, false, true)
	want := []canFrameModel{{dataCode | 5<<16, 0x123 << 18, 0x01020304, 0x05000000},
		{dataCode | 1<<16 | 3<<21, 0x12345678, 0x09000000, 0}}
	if fmt.Sprintf("%x", m.sent) != fmt.Sprintf("%x", want) || !CAN2.RxFifoIsEmpty() {
		t.Errorf("%x", m.sent)
	}
	m.stuck = true
	CAN2.Tx(1, nil, false, false)
	if !CAN2.TxFifoIsFull() {
		t.Error("a frame that nobody confirms is sent")
	}
	state := interrupt.Disable()
	for i := uint32(0); i < 8; i++ {
		m.receive(canFrameModel{cs: 2<<24 | 2<<16, id: i << 18, word0: 0xaabb0000})
	}
	interrupt.Restore(state)
	id, n, data, _, extended := CAN2.Rx()
	if id != 0 || n != 2 || data[0] != 0xaa || data[1] != 0xbb || extended || CAN2.RxFifoSize() != 5 ||
		!CAN2.RxFifoIsFull() {
		t.Errorf("%d frames, the first %#x %x", CAN2.RxFifoSize(), id, data)
	}
}

func TestFilters(t *testing.T) {
	m := loopback(t)
	send := func(want string) {
		t.Helper()
		m.came = 0
		for i := uint32(0); i < 4; i++ {
			CAN1.Tx(0x11f+i, nil, false, false)
			CAN1.Tx(0x54+i, nil, false, true)
		}
		got := ""
		for !CAN1.RxFifoIsEmpty() {
			id, _, _, _, extended := CAN1.Rx()
			got += fmt.Sprintf("%x %v ", id, extended)
		}
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	two := []CANFilter{{ID: 0x120, Mask: 0x7f0}, {ID: 0x55, Mask: 0x1fffffff, XTD: true}}
	if err := CAN1.SetFilters(two...); err != nil {
		t.Error(err)
	}
	send("120 false 55 true 121 false 122 false ")
	if m.came != 4 {
		t.Errorf("the chip lets %d frames through", m.came)
	}
	// The identifier's first bits are those of the first filter, but it has 29.
	m.came = 0
	if CAN1.Tx(0x121<<18, nil, false, true); m.came != 0 {
		t.Error("the chip takes 29 bits for 11")
	}
	// More than the chip has.
	for len(two) < 14 {
		two = append(two, CANFilter{ID: 0x700 + uint32(len(two)), Mask: 0x7ff})
	}
	if err := CAN1.SetFilters(two...); err != nil {
		t.Error(err)
	}
	send("120 false 55 true 121 false 122 false ")
	if CAN1.SetFilters(append(two, two[0])...) != errCANFilters || CAN1.SetFilters(CANFilter{ID: 0x800}) != errCANFilter {
		t.Error("filters that are none")
	}
	CAN1.SetFilters()
	send("11f false 54 true 120 false 55 true 121 false 56 true 122 false 57 true ")
	// Before the controller has a clock they are only kept.
	newCAN(t, CAN1, &nxp.CAN1, 36)
	if CAN1.SetFilters(two[0]) != nil || len(CAN1.receiver.filters) != 1 {
		t.Error("filters before Configure")
	}
}

// TestState: the warning, then errors until the controller is passive, then too many.
func TestState(t *testing.T) {
	m := loopback(t)
	told := []string{}
	CAN1.SetInterrupt(CANInterruptState, func(can *CAN) { told = append(told, fmt.Sprint(can.State())) })
	m.regs[&m.bus.ECR] = 100<<8 | 96
	m.esr = 1 << 17
	m.interrupt()
	if tx, rx := CAN1.Errors(); tx != 96 || rx != 100 {
		t.Error(tx, rx)
	}
	for i := 0; i < 3; i++ {
		m.esr |= 1 << 1
		m.interrupt()
	}
	m.esr = 1<<1 | 1<<4
	m.interrupt()
	// Now errors do not interrupt any more.
	m.esr |= 1 << 1
	m.interrupt()
	m.esr = 1<<2 | 2<<4
	m.interrupt()
	if got := strings.Join(told, " "); got != "0 1 2" || CAN1.State() != CANBusOff {
		t.Errorf("told %s", got)
	}
}

// A bit's parts are 24 MHz / (PRESDIV + 1); it is sampled after the first, PROPSEG and PSEG1.
func TestSpeeds(t *testing.T) {
	for _, rate := range []uint32{1000000, 800000, 500000, 250000, 125000, 100000, 50000, 20000, 10000} {
		timing, ok := canTiming(rate)
		before := 1 + timing&7 + 1 + timing>>19&7 + 1
		after := timing>>16&7 + 1
		if !ok || (timing>>24+1)*(before+after)*rate != 24000000 || after < 2 ||
			timing>>22&3+1 > after || before*100/(before+after) < 70 || before*100/(before+after) > 88 {
			t.Errorf("%d: %#x, %d + %d", rate, timing, before, after)
		}
	}
	for _, rate := range []uint32{333332, 2000000, 1} {
		if _, ok := canTiming(rate); ok {
			t.Error(rate)
		}
	}
}

func TestPads(t *testing.T) {
	for _, want := range []struct {
		can               *CAN
		bus               **nxp.CAN_Type
		irq               int
		rx, tx            Pin
		rxPad, txPad      int
		function, selects uint32
	}{
		{CAN1, &nxp.CAN1, 36, PA0 + 25, PA0 + 24, 67, 66, 2, 2},
		{CAN1, &nxp.CAN1, 36, PB0 + 3, PB0 + 2, 77, 76, 2, 3},
		{CAN2, &nxp.CAN2, 37, PA0 + 3, PA0 + 2, 45, 44, 0, 1},
		{CAN2, &nxp.CAN2, 37, PA0 + 15, PA0 + 14, 57, 56, 6, 2},
	} {
		m := newCAN(t, want.can, want.bus, want.irq)
		if err := want.can.Configure(CANConfig{Rx: want.rx, Tx: want.tx, Mode: CANSilent}); err != nil {
			t.Error(err)
		}
		mux, inputs := &nxp.IOMUXC.SW_MUX_CTL_PAD, &nxp.IOMUXC.SELECT_INPUT
		// FLEXCAN1_RX_SELECT_INPUT is at 0x44c, the other one's behind it.
		place := (0x44c-0x3f4)/4 + want.irq - 36
		if m.regs[&mux[want.rxPad]] != want.function || m.regs[&mux[want.txPad]] != want.function ||
			m.regs[&inputs[place]] != want.selects {
			t.Errorf("pin %d: %d %d, %d", want.rx, m.regs[&mux[want.rxPad]], m.regs[&mux[want.txPad]],
				m.regs[&inputs[place]])
		}
		// The crystal, not divided; listening only, and what it sends itself does not come back.
		if m.regs[&nxp.CCM.CSCMR2] != 1<<8 || m.regs[&m.bus.CTRL1]&(1<<3|1<<12) != 1<<3 ||
			m.regs[&m.bus.MCR]&nxp.CAN_MCR_SRXDIS == 0 {
			t.Errorf("%#x %#x", m.regs[&nxp.CCM.CSCMR2], m.regs[&m.bus.CTRL1])
		}
	}
	for _, config := range []CANConfig{{}, {Rx: PA0 + 25, Tx: PA0 + 14}, {Rx: PA0 + 25, Tx: PA0 + 24, TransferRateFD: 1}} {
		newCAN(t, CAN1, &nxp.CAN1, 36)
		if CAN1.Configure(config) == nil {
			t.Errorf("%+v", config)
		}
	}
	bus := &nxp.CAN_Type{}
	if unsafe.Offsetof(bus.ECR) != 0x1c || unsafe.Offsetof(bus.IFLAG1) != 0x30 || unsafe.Offsetof(bus.MB) != 0x80 ||
		unsafe.Offsetof(bus.RXIMR) != 0x880 {
		t.Error("a register is not where it is")
	}
}
