package machine

// FlexSPI by the i.MX RT1060's reference manual ("FlexSPI Controller"), a flash chip by the data sheet of
// the W25Q64JV (sections 8.1 and 8.2), memory protection and caches: what the chip is told, that nobody
// could read from it meanwhile, and that nobody has old data afterwards.

import (
	"bytes"
	"encoding/binary"
	"hosttest/interrupt"
	"hosttest/nxp"
	"hosttest/volatile"
	"testing"
	"unsafe"
)

type machineError string

func (e machineError) Error() string { return string(e) }

type flashChip struct {
	t      *testing.T
	bus    *nxp.FLEXSPI_Type
	regs   map[*volatile.Register32]uint32
	memory []byte
	open   bool // the table of sequences
	key    bool // for the next access
	enable bool // the chip, for one command
	busy   int  // so often the chip's state says so
	// protected has the chip refuse, from there on.
	protected int
	resets    int // so often the controller says that it is not done
	// What runs: its data to come or to send, and whether all is over.
	queue      [][]byte
	filled     bool // the next eight bytes are there
	wanted     int
	program    int // where the next bytes go; -1: nowhere
	runs       bool
	old        bool            // the controller's buffers have old data
	stale      map[uint32]bool // lines of the caches with old data: the data's address, and that plus one
	outside    bool            // the flash is out of bounds
	ends       uint32          // IPCMDDONE
	steps      int
	flashFirst uintptr
}

// the chip of the running test.
var chip *flashChip

const flashSize = 1 << 20

func FlashDataStart() uintptr { return chip.flashFirst + 0x3000 }
func FlashDataEnd() uintptr   { return chip.flashFirst + flashSize }

// barrier has the memory protection take effect.
func barrier() {
	if chip.regs[&nxp.MPU.RNR] == 5 {
		chip.outside = chip.regs[&nxp.MPU.RASR]&1 == 0
	}
}

func flashReadAt(p []byte, from uintptr) {
	m := chip
	if m.outside || m.busy > 0 || m.runs || m.old {
		m.t.Errorf("read at %#x: out of bounds %v, busy %d, old data %v", from, m.outside, m.busy, m.old)
	}
	at := uint32(from - m.flashFirst)
	for line := at &^ 31; line < at+uint32(len(p)); line += 32 {
		if m.stale[line] || m.stale[line+1] {
			m.t.Fatalf("a cache has old data of %#x", line)
		}
	}
	copy(p, m.memory[at:])
}

const region = 6<<24 | 1<<17 | 21<<1 | 1

func newFlash(t *testing.T, first uintptr) *flashChip {
	nxp.FLEXSPI1, nxp.FLEXSPI2 = &nxp.FLEXSPI_Type{}, &nxp.FLEXSPI_Type{}
	nxp.MPU, nxp.CACHE = &nxp.MPU_Type{}, &nxp.CACHE_Type{}
	m := &flashChip{t: t, bus: nxp.FLEXSPI1, regs: map[*volatile.Register32]uint32{}, program: -1,
		stale: map[uint32]bool{}, flashFirst: first, protected: flashSize}
	if first == 0x70000000 {
		m.bus = nxp.FLEXSPI2
	}
	m.memory = make([]byte, flashSize)
	m.regs[&nxp.MPU.RASR] = region
	m.regs[&m.bus.MCR0] = 0xffff80c0
	// The ROM's sequence by which the processor reads: no one else may change it.
	m.regs[&m.bus.LUT[0]] = 0x0a1804eb
	// What the sequences were before.
	for i := 4; i < 64; i++ {
		m.regs[&m.bus.LUT[i]] = 0xdeadbeef
	}
	chip = m
	interrupt.Off, interrupt.On = 0, func() {}
	volatile.Read, volatile.Write = m.read, m.write
	return m
}

func (m *flashChip) read(r *volatile.Register32) uint32 {
	switch r {
	case &m.bus.INTR:
		m.step()
		is := m.ends
		if m.program >= 0 && len(m.queue) < 16 && !m.filled {
			is |= nxp.FLEXSPI_INTR_IPTXWE
		}
		return is
	case &m.bus.MCR0:
		if m.resets > 0 {
			m.resets--
			return m.regs[r] | 1
		}
	}
	return m.regs[r]
}

// step goes on with what runs: eight bytes at a time.
func (m *flashChip) step() {
	if m.steps++; m.steps > 1e6 {
		m.t.Fatal("the program waits for nothing")
	}
	if !m.runs {
		return
	}
	if m.program >= 0 && m.wanted > 0 {
		if len(m.queue) == 0 {
			return
		}
		for _, c := range m.queue[0] {
			// A page of 256 bytes begins again. A chip that is protected there does nothing.
			if m.program < m.protected {
				m.memory[m.program] &= c
			}
			m.program = m.program&^0xff | (m.program+1)&0xff
		}
		m.wanted -= len(m.queue[0])
		m.queue = m.queue[1:]
		return
	}
	m.runs, m.program = false, -1
	m.ends = nxp.FLEXSPI_INTR_IPCMDDONE
}

func (m *flashChip) write(r *volatile.Register32, value uint32) {
	switch r {
	case &m.bus.LUTKEY:
		m.key = value == 0x5af05af0
		return
	case &m.bus.LUTCR:
		if !m.key {
			m.t.Error("no key")
		}
		m.key, m.open = false, value == 2
		return
	case &m.bus.INTR:
		if value&nxp.FLEXSPI_INTR_IPTXWE != 0 && m.program >= 0 && m.filled {
			eight := binary.LittleEndian.AppendUint32(nil, m.regs[&m.bus.TFDR[0]])
			m.queue = append(m.queue, binary.LittleEndian.AppendUint32(eight, m.regs[&m.bus.TFDR[1]]))
			m.filled = false
		}
		m.ends &^= value
		return
	case &m.bus.TFDR[0]:
		m.filled = true
	case &m.bus.IPTXFCR:
		m.queue, m.filled = nil, false
	case &m.bus.MCR0:
		if value&1 != 0 {
			if value&^1 != 0xffff80c0 || m.runs || m.busy > 0 {
				m.t.Errorf("reset: %#x", value)
			}
			m.resets, m.old = 2, false
			value &^= 1
		}
	case &nxp.CACHE.DCIMVAC, &nxp.CACHE.ICIMVAU:
		if m.old || m.busy > 0 || !m.outside {
			m.t.Error("the caches could read old data again")
		}
		key := uint32(uintptr(value) - m.flashFirst)
		if r == &nxp.CACHE.ICIMVAU {
			key++
		}
		delete(m.stale, key)
		return
	case &nxp.MPU.RASR:
		if m.regs[&nxp.MPU.RNR] != 5 || value&^1 != region&^1 {
			m.t.Errorf("region %d: %#x", m.regs[&nxp.MPU.RNR], value)
		}
	case &m.bus.IPCMD:
		m.command()
		return
	}
	for i := range m.bus.LUT {
		if r == &m.bus.LUT[i] && (i < 48 || !m.open) {
			m.t.Errorf("word %d of the table is written to, open: %v", i, m.open)
		}
	}
	m.regs[r] = value
}

// command starts what the registers say.
func (m *flashChip) command() {
	if interrupt.Off == 0 || !m.outside || m.open || m.runs || m.ends != 0 {
		m.t.Fatalf("command with interrupts off %d, out of bounds %v, table open %v, runs %v, flags %#x",
			interrupt.Off, m.outside, m.open, m.runs, m.ends)
	}
	size := int(m.regs[&m.bus.IPCR1] & 0xffff)
	sequence := m.regs[&m.bus.IPCR1] >> 16
	at := int(m.regs[&m.bus.IPCR0])
	steps := []uint32{}
	for i := range 4 {
		word := m.regs[&m.bus.LUT[int(sequence)*4+i]]
		steps = append(steps, word&0xffff, word>>16)
	}
	// Command, address and data, on one line; then the end.
	if steps[0]>>8 != 1<<2 {
		m.t.Fatalf("sequence %d: %#x", sequence, steps)
	}
	code, phases := steps[0]&0xff, ""
	for _, step := range steps[1:] {
		switch {
		case step == 2<<10|24:
			phases += "a"
		case step>>8 == 9<<2:
			phases += "r"
		case step>>8 == 8<<2:
			phases += "w"
		case step != 0:
			m.t.Fatalf("sequence %d: %#x", sequence, steps)
		}
	}
	if want, ok := map[uint32]string{0x06: "", 0x05: "r", 0x20: "a", 0x02: "aw"}[code]; !ok || want != phases {
		m.t.Fatalf("command %#x with phases %q", code, phases)
	}
	if m.busy > 0 && code != 0x05 {
		m.t.Errorf("command %#x while the chip is busy", code)
	}
	m.runs = true
	switch code {
	case 0x06:
		m.enable = true
	case 0x05:
		state := uint32(0)
		if m.busy > 0 {
			m.busy--
			state = 1
		}
		if size != 1 {
			m.t.Errorf("%d bytes of state", size)
		}
		m.regs[&m.bus.RFDR[0]] = state
	default:
		m.change(code, at, size)
	}
}

func (m *flashChip) change(code uint32, at, size int) {
	length := 256
	if code == 0x20 {
		length = 4096
		if at < m.protected {
			copy(m.memory[at&^0xfff:][:4096], bytes.Repeat([]byte{0xff}, 4096))
		}
	} else {
		m.program, m.wanted = at, size
		if size != 256 || at&0xff != 0 {
			m.t.Errorf("%d bytes at %#x", size, at)
		}
	}
	if !m.enable {
		m.t.Error("writing is not enabled")
	}
	m.enable, m.old = false, true
	if at < m.protected {
		m.busy = 3
	}
	for line := at; line < at+length; line += 32 {
		m.stale[uint32(line)], m.stale[uint32(line)+1] = true, true
	}
}

// rest says whether all is as it was, and the program can go on.
func (m *flashChip) rest() {
	m.t.Helper()
	if m.busy > 0 || m.runs || m.enable || m.outside || m.open || m.old || len(m.stale) != 0 ||
		interrupt.Off != 0 || m.regs[&m.bus.LUT[0]] != 0x0a1804eb {
		m.t.Errorf("left: %d lines, interrupts off %d, out of bounds %v", len(m.stale), interrupt.Off, m.outside)
	}
}

func TestBlocks(t *testing.T) {
	for _, first := range []uintptr{0x60000000, 0x70000000} {
		m := newFlash(t, first)
		whole := make([]byte, 3*4096)
		for i := range whole {
			whole[i] = byte(i * i / 7)
		}
		if err := Flash.EraseBlocks(0, 3); err != nil {
			t.Fatal(err)
		}
		m.rest()
		// In pieces that fit nothing.
		for at := 0; at < len(whole); {
			n := min(1+at%317, len(whole)-at)
			if got, err := Flash.WriteAt(whole[at:at+n], int64(at)); got != n || err != nil {
				t.Fatal(got, err)
			}
			at += n
		}
		m.rest()
		if !bytes.Equal(m.memory[0x3000:][:len(whole)], whole) || m.memory[0x2fff] != 0 || m.memory[0x6000] != 0 {
			t.Error("the memory is not what was written")
		}
		if err := Flash.EraseBlocks(1, 1); err != nil || m.memory[0x3fff] != whole[4095] ||
			m.memory[0x4000] != 0xff || m.memory[0x4fff] != 0xff || m.memory[0x5000] != whole[8192] {
			t.Error("not the second block is erased", err)
		}
		m.rest()
	}
}

// TestProtected has a chip that does nothing from the third block on, without a word.
func TestProtected(t *testing.T) {
	m := newFlash(t, 0x70000000)
	m.protected = 0x5000
	if err := Flash.EraseBlocks(0, 3); err != errFlashFails {
		t.Error("erased what is protected", err)
	}
	copy(m.memory[0x5000:], bytes.Repeat([]byte{0xff}, 4096))
	if n, err := Flash.WriteAt(make([]byte, 600), 0x2000-300); n != 300 || err != errFlashFails {
		t.Error("wrote what is protected", n, err)
	}
	m.rest()
}

func TestOffsets(t *testing.T) {
	bus := nxp.FLEXSPI1
	for want, at := range map[uintptr]uintptr{0x14: unsafe.Offsetof(bus.INTR), 0xa0: unsafe.Offsetof(bus.IPCR0),
		0xb0: unsafe.Offsetof(bus.IPCMD), 0xb8: unsafe.Offsetof(bus.IPRXFCR), 0x100: unsafe.Offsetof(bus.RFDR),
		0x180: unsafe.Offsetof(bus.TFDR), 0x200: unsafe.Offsetof(bus.LUT)} {
		if at != want {
			t.Errorf("%#x, not %#x", at, want)
		}
	}
}
