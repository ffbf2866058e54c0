package machine

// The serial bus that reads the flash, by the FE310-G002's manual (chapter 19), and a flash chip by the
// data sheet of the IS25LP032D (chapter 8): what it is told, and that nobody could read from it meanwhile.

import (
	"bytes"
	"hosttest/interrupt"
	"hosttest/riscv"
	"hosttest/sifive"
	"hosttest/volatile"
	"testing"
)

var flashBlock [flashWriteBlock]byte

type flashModel struct {
	t        *testing.T
	regs     map[*volatile.Register32]uint32
	sent     []byte // since the chip is selected
	received []uint32
	wait     int // so often nothing has come yet
	memory   []byte
	enable   bool // for one command
	busy     int  // so often the state says so
	commands int  // that were obeyed
	stale    bool // the processor may have fetched zeros, or holds what was before
	ordered  bool
}

// busFormat is what a boot loader may leave: sending with four lines.
const busFormat = 8<<16 | 1<<3 | 2

// number is the chip's own.
var number = []byte("0123456789abcdef")

func newFlash(t *testing.T, mode uint32) *flashModel {
	sifive.QSPI0 = new(sifive.QSPI_Type)
	m := &flashModel{t: t, regs: map[*volatile.Register32]uint32{}}
	m.memory = bytes.Repeat([]byte{0xff}, 1<<22)
	m.regs[&sifive.QSPI0.FCTRL] = 1
	m.regs[&sifive.QSPI0.FMT] = busFormat
	m.regs[&sifive.QSPI0.CSMODE] = mode
	m.regs[&sifive.QSPI0.SCKDIV] = 3
	// What came while nobody asked.
	m.received = []uint32{0x55, 0xaa}
	volatile.Read, volatile.Write, riscv.Executed = m.read, m.write, m.execute
	interrupt.Off = 0
	return m
}

func (m *flashModel) read(r *volatile.Register32) uint32 {
	if r != &sifive.QSPI0.RXDATA {
		return m.regs[r]
	}
	if m.wait > 0 || len(m.received) == 0 {
		m.wait--
		return sifive.QSPI_RXDATA_EMPTY
	}
	c := m.received[0]
	m.received = m.received[1:]
	return c
}

func (m *flashModel) write(r *volatile.Register32, value uint32) {
	switch r {
	case &sifive.QSPI0.TXDATA:
		m.transfer(byte(value))
		return
	case &sifive.QSPI0.CSMODE, &sifive.QSPI0.FCTRL:
		if len(m.received) != 0 && m.regs[&sifive.QSPI0.FMT] != busFormat {
			m.t.Errorf("the bus is left with %d bytes that came", len(m.received))
		}
		if m.regs[r] != value {
			m.deselect()
		}
		if r == &sifive.QSPI0.FCTRL && value == 0 {
			m.stale, m.ordered = true, false
		}
	case &sifive.QSPI0.FMT:
		if m.regs[&sifive.QSPI0.FCTRL] != 0 {
			m.t.Error("the format is changed while the flash is read")
		}
	default:
		m.t.Errorf("another register is written: %#x", value)
	}
	m.regs[r] = value
}

func (m *flashModel) execute(asm string) {
	switch asm {
	case "fence":
		m.ordered = m.regs[&sifive.QSPI0.FCTRL] == 1
	case ".insn i 0x0f, 1, x0, x0, 0":
		m.stale = m.stale && !m.ordered
	default:
		m.t.Error(asm)
	}
}

func (m *flashModel) transfer(c byte) {
	if interrupt.Off == 0 {
		m.t.Error("an interrupt could read from the flash")
	}
	if m.regs[&sifive.QSPI0.FCTRL] != 0 {
		m.t.Error("the bus reads the flash by itself")
	}
	if m.regs[&sifive.QSPI0.FMT] != 8<<16 {
		m.t.Errorf("format %#x", m.regs[&sifive.QSPI0.FMT])
	}
	if m.regs[&sifive.QSPI0.CSMODE] != 2 {
		m.t.Error("the chip is not selected until the command's end")
	}
	m.sent = append(m.sent, c)
	m.received = append(m.received, uint32(m.answer()))
	m.wait = 2
}

// answer is the byte that the chip sends at the same time as it gets the last one.
func (m *flashModel) answer() byte {
	n := len(m.sent) - 1
	switch m.sent[0] {
	case flashReadStatus:
		if n > 0 && m.busy > 0 {
			m.busy--
			return 1
		}
		if n > 0 && m.enable {
			return 2
		}
		return 0
	case flashReadNumber:
		// A byte of the address is where to begin; a byte between.
		if n > 4 {
			return number[(int(m.sent[3])+n-5)%len(number)]
		}
	}
	return 0xff
}

// deselect ends a command.
func (m *flashModel) deselect() {
	sent := m.sent
	m.sent = nil
	if len(sent) == 0 {
		return
	}
	m.commands++
	if m.busy > 0 && sent[0] != flashReadStatus {
		m.t.Errorf("command %#x while the chip is busy", sent[0])
	}
	at := 0
	if len(sent) >= 4 {
		at = int(sent[1])<<16 | int(sent[2])<<8 | int(sent[3])
	}
	changes := sent[0] == 0x02 || sent[0] == 0x20
	if changes {
		if !m.enable {
			m.t.Error("writing is not enabled")
		}
		m.enable, m.busy = false, 3
	}
	switch {
	case sent[0] == 0x02 && len(sent) > 4 && len(sent) <= 4+256:
		for i, c := range sent[4:] {
			m.memory[at&^0xff|(at+i)&0xff] &= c
		}
	case sent[0] == 0x20 && len(sent) == 4:
		copy(m.memory[at&^0xfff:][:4096], bytes.Repeat([]byte{0xff}, 4096))
	case sent[0] == 0x06 && len(sent) == 1:
		m.enable = true
	case sent[0] == 0x05 && len(sent) == 2, sent[0] == 0x4b:
	default:
		m.t.Errorf("the chip is told % x", sent)
	}
}

// rest says whether all is as it was, and the program can go on.
func (m *flashModel) rest(mode uint32) {
	m.t.Helper()
	bus := sifive.QSPI0
	for r, want := range map[*volatile.Register32]uint32{
		&bus.FCTRL: 1, &bus.FMT: busFormat, &bus.CSMODE: mode, &bus.SCKDIV: 3,
	} {
		if m.regs[r] != want {
			m.t.Errorf("a register is left at %#x, not %#x", m.regs[r], want)
		}
	}
	if m.busy > 0 || m.enable || m.stale || len(m.sent)+len(m.received) != 0 || interrupt.Off != 0 {
		m.t.Errorf("left: %+v %d", m, interrupt.Off)
	}
}

func TestFlash(t *testing.T) {
	for _, mode := range []uint32{0, 2, 3} {
		m := newFlash(t, mode)
		copy(m.memory[0x12000:], make([]byte, 0x3000))
		flashEraseAt(flashBase + 0x13000)
		m.rest(mode)
		for at, c := range m.memory[0x12000:0x15000] {
			if want := at >= 0x1000 && at < 0x2000; want != (c == 0xff) {
				t.Fatalf("%#x is %#x", 0x12000+at, c)
			}
		}
		for i := range flashBlock {
			flashBlock[i] = byte(i*7 + 1)
		}
		block := flashBlock
		flashWriteAt(flashBase + 0x3fff00)
		m.rest(mode)
		if !bytes.Equal(m.memory[0x3fff00:], block[:]) || m.memory[0x3ffeff] != 0xff {
			t.Error("what was written is not there")
		}
		if m.commands != 2*(2+4) {
			t.Errorf("%d commands", m.commands)
		}
		if id := DeviceID(); !bytes.Equal(id, number) {
			t.Errorf("number %q", id)
		}
		m.rest(mode)
	}
}
