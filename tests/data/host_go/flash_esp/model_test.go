package machine

// SPI1 of the ESP32-S3 and ESP32-C3 by their technical reference manuals and ESP-IDF's spi_mem_reg.h,
// and a flash chip by the data sheet of the W25Q32JV (sections 8.1 and 8.2): what it is told, and that
// nobody could read from it meanwhile.

import (
	"bytes"
	"encoding/binary"
	"hosttest/esp"
	"hosttest/interrupt"
	"hosttest/volatile"
	"testing"
)

type machineError string

func (e machineError) Error() string { return string(e) }

var mapped bool

func flashMapped() bool { return mapped }

type flashChip struct {
	t      *testing.T
	regs   map[*volatile.Register32]uint32
	memory []byte
	number [3]byte
	enable bool // for one command
	busy   int  // so often the state says so
	run    int  // so often the controller says that it is not done
	wait   int  // so often a cache says that it is not frozen
}

// What the ROM leaves in CTRL: two lines for addresses and data, and what must stay.
const (
	dualLines = 1<<23 | 1<<13
	kept      = 1<<21 | 1<<19 | 1<<18
)

// fresh has the registers in memory that is there.
func fresh[T any](registers **T) { *registers = new(T) }

func newFlash(t *testing.T, number byte) *flashChip {
	fresh(&esp.SPI1)
	fresh(&esp.CACHE_FREEZE)
	fresh(&esp.MMU_TABLE)
	m := &flashChip{t: t, regs: map[*volatile.Register32]uint32{}}
	m.memory = bytes.Repeat([]byte{0xff}, 1<<22)
	m.number = [3]byte{0xef, 0x40, number}
	m.regs[&esp.SPI1.CTRL] = dualLines | kept
	m.regs[&esp.SPI1.CACHE_FCTRL] = 1<<0 | 1<<5
	// Modes of more lines, and what is behind the clock's edges.
	m.regs[&esp.SPI1.USER] = 1<<14 | esp.SPI_MEM_USER_CK_OUT_EDGE | esp.SPI_MEM_USER_CS_HOLD
	volatile.Read, volatile.Write = m.read, m.write
	flashArea.known = false
	mapped = false
	interrupt.Off = 0
	return m
}

func isCache(r *volatile.Register32) bool {
	for i := range esp.CACHE_FREEZE {
		if r == &esp.CACHE_FREEZE[i] {
			return true
		}
	}
	return false
}

func (m *flashChip) read(r *volatile.Register32) uint32 {
	switch {
	case r == &esp.SPI1.CMD && m.run > 0:
		m.run--
		return esp.SPI_MEM_CMD_USR
	case isCache(r):
		if !mapped {
			m.t.Error("a cache that is off is frozen")
		}
		if m.wait > 0 {
			m.wait--
		} else if m.regs[r]&esp.EXTMEM_FREEZE_ENA != 0 {
			m.regs[r] |= esp.EXTMEM_FREEZE_DONE
		}
	}
	return m.regs[r]
}

func (m *flashChip) write(r *volatile.Register32, value uint32) {
	if m.run > 0 {
		m.t.Error("the controller is not done")
	}
	switch {
	case r == &esp.SPI1.CMD:
		if value != esp.SPI_MEM_CMD_USR {
			m.t.Errorf("command %#x", value)
		}
		m.run = 2
		m.command()
		return
	case isCache(r):
		m.wait = 2
		value &^= esp.EXTMEM_FREEZE_DONE
	}
	m.regs[r] = value
}

// command does what the registers say.
func (m *flashChip) command() {
	reg := func(r *volatile.Register32) uint32 { return m.regs[r] }
	if interrupt.Off == 0 {
		m.t.Error("an interrupt could read from the flash")
	}
	for i := range esp.CACHE_FREEZE {
		want := uint32(0)
		if mapped {
			want = esp.EXTMEM_FREEZE_ENA | esp.EXTMEM_FREEZE_DONE
		}
		if is := reg(&esp.CACHE_FREEZE[i]); is != want {
			m.t.Errorf("cache %d: %#x", i, is)
		}
	}
	if ctrl := reg(&esp.SPI1.CTRL); ctrl != kept {
		m.t.Errorf("CTRL %#x", ctrl)
	}
	if control := reg(&esp.SPI1.CACHE_FCTRL); control != 1 {
		m.t.Errorf("CACHE_FCTRL %#x", control)
	}
	user, user2 := reg(&esp.SPI1.USER), reg(&esp.SPI1.USER2)
	const rest = esp.SPI_MEM_USER_CK_OUT_EDGE | esp.SPI_MEM_USER_CS_HOLD
	if user&(1<<27-1) != rest {
		m.t.Errorf("USER %#x", user)
	}
	code, at := user2&0xffff, reg(&esp.SPI1.ADDR)
	if user>>31 == 0 || user2>>28 != 7 || code > 0xff {
		m.t.Errorf("USER %#x, USER2 %#x: not 8 bits of command", user, user2)
	}
	const address, in, out = 1 << 3, 1 << 1, 1 << 0
	phases := user >> 27 & 0xf
	want := map[uint32]uint32{0x02: address | out, 0x03: address | in, 0x05: in, 0x06: 0, 0x20: address, 0x9f: in}
	if p, ok := want[code]; !ok || p != phases {
		m.t.Fatalf("command %#x with phases %#x", code, phases)
	}
	if phases&address != 0 && (reg(&esp.SPI1.USER1)>>26 != 23 || at>>24 != 0) {
		m.t.Errorf("an address of %d bits, %#x", reg(&esp.SPI1.USER1)>>26+1, at)
	}
	if m.busy > 0 && code != 0x05 {
		m.t.Errorf("command %#x while the chip is busy", code)
	}
	m.obey(code, int(at))
}

func (m *flashChip) obey(code uint32, at int) {
	changes := code == 0x02 || code == 0x20
	if changes {
		if !m.enable {
			m.t.Error("writing is not enabled")
		}
		m.enable, m.busy = false, 3
	}
	data := make([]byte, 64)
	for i := range esp.SPI1.W {
		binary.LittleEndian.PutUint32(data[i*4:], m.regs[&esp.SPI1.W[i]])
	}
	length := func(r *volatile.Register32) int {
		bits := m.regs[r] + 1
		if bits%8 != 0 || bits > 512 {
			m.t.Fatalf("%d bits of data", bits)
		}
		return int(bits / 8)
	}
	in := func(from []byte) {
		copy(data[:length(&esp.SPI1.MISO_DLEN)], from)
		for i := range esp.SPI1.W {
			m.regs[&esp.SPI1.W[i]] = binary.LittleEndian.Uint32(data[i*4:])
		}
	}
	switch code {
	case 0x02:
		for i, c := range data[:length(&esp.SPI1.MOSI_DLEN)] {
			// A page of 256 bytes begins again.
			m.memory[at&^0xff|(at+i)&0xff] &= c
		}
	case 0x03:
		in(m.memory[at:])
	case 0x05:
		state := byte(0)
		if m.busy > 0 {
			m.busy--
			state = 1
		}
		if m.enable {
			state |= 2
		}
		in([]byte{state})
	case 0x06:
		m.enable = true
	case 0x20:
		copy(m.memory[at&^0xfff:][:4096], bytes.Repeat([]byte{0xff}, 4096))
	case 0x9f:
		in(m.number[:])
	}
}

// rest says whether all is as it was, and the program can go on.
func (m *flashChip) rest() {
	m.t.Helper()
	for i := range esp.CACHE_FREEZE {
		if m.regs[&esp.CACHE_FREEZE[i]]&esp.EXTMEM_FREEZE_ENA != 0 {
			m.t.Error("a cache is still frozen")
		}
	}
	if m.busy > 0 || m.enable || interrupt.Off != 0 {
		m.t.Errorf("left: busy %d, enabled %v, interrupts off %d", m.busy, m.enable, interrupt.Off)
	}
}

// image puts an image there, with segments of these lengths, and gives its end as esptool writes it.
func (m *flashChip) image(at int, hash byte, lengths ...int) int {
	head := make([]byte, 24)
	head[0], head[1], head[23] = 0xe9, byte(len(lengths)), hash
	all := head
	for _, n := range lengths {
		all = binary.LittleEndian.AppendUint32(all, 0x3fc80000)
		all = binary.LittleEndian.AppendUint32(all, uint32(n))
		all = append(all, make([]byte, n)...)
	}
	for len(all)%16 != 15 {
		all = append(all, 0)
	}
	all = append(all, 0xef)
	all = append(all, make([]byte, int(hash)*32)...)
	return at + copy(m.memory[at:], all)
}

func (m *flashChip) partition(n int, kind, sort byte, at, size uint32) {
	p := m.memory[0x8000+n*32:][:32]
	copy(p, make([]byte, 32))
	p[0], p[1], p[2], p[3] = 0xaa, 0x50, kind, sort
	binary.LittleEndian.PutUint32(p[4:], at)
	binary.LittleEndian.PutUint32(p[8:], size)
}

func TestBlocks(t *testing.T) {
	for _, is := range []bool{false, true} {
		m := newFlash(t, 22)
		mapped = is
		end := m.image(0, 1, 5000, 4)
		before := bytes.Clone(m.memory[:end])
		if FlashDataStart() != 8192 || Flash.Size() != 1<<22-8192 {
			t.Fatalf("from %#x, %d bytes", FlashDataStart(), Flash.Size())
		}
		m.rest()
		whole := make([]byte, 3*4096)
		for i := range whole {
			whole[i] = byte(i * i / 7)
		}
		copy(m.memory[8192:], bytes.Repeat([]byte{0}, len(whole)))
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
		if !bytes.Equal(m.memory[8192:][:len(whole)], whole) || !bytes.Equal(m.memory[:end], before) {
			t.Error("the memory is not what was written")
		}
		read := make([]byte, 1001)
		if n, err := Flash.ReadAt(read, 4000); n != 1001 || err != nil || !bytes.Equal(read, whole[4000:5001]) {
			t.Error("what is read is not what was written", n, err)
		}
		m.rest()
		if err := Flash.EraseBlocks(1, 1); err != nil || m.memory[8192+4095] != whole[4095] ||
			m.memory[8192+4096] != 0xff || m.memory[8192+8191] != 0xff || m.memory[8192+8192] != whole[8192] {
			t.Error("not the second block is erased", err)
		}
	}
}

func TestPlaces(t *testing.T) {
	const file, app, data = 0x83, 0, 1
	for name, is := range map[string]struct {
		number     byte
		page       int // of the image, -1 not mapped
		table      func(m *flashChip)
		start, end uintptr
	}{
		"nothing there":   {22, -1, func(m *flashChip) {}, 0, 1 << 22},
		"image in RAM":    {21, -1, func(m *flashChip) { m.image(0, 0, 4096-24-8-16) }, 4096, 1 << 21},
		"one byte more":   {21, -1, func(m *flashChip) { m.image(0, 0, 4096-24-8) }, 8192, 1 << 21},
		"hash":            {21, -1, func(m *flashChip) { m.image(0, 1, 4096-24-8-16) }, 8192, 1 << 21},
		"mapped":          {22, 0, func(m *flashChip) { m.image(0, 1, 0x12345, 0x8000) }, 0x1b000, 1 << 22},
		"no answer":       {0xff, -1, func(m *flashChip) {}, 0, 0},
		"more than 16 MB": {25, -1, func(m *flashChip) {}, 0, 1 << 24},
		"no table":        {22, 1, func(m *flashChip) { m.image(0x10000, 1, 100) }, 0x11000, 0x10000},
		"its partition": {22, 1, func(m *flashChip) {
			m.image(0x10000, 1, 100)
			m.partition(0, data, 2, 0x9000, 0x6000)
			m.partition(1, app, 0, 0x10000, 0x80000)
		}, 0x11000, 0x90000},
		"the second one": {22, 0x11, func(m *flashChip) {
			m.image(0x110000, 1, 100)
			m.partition(0, app, 0x10, 0x10000, 0x100000)
			m.partition(1, app, 0x11, 0x110000, 0x100000)
		}, 0x111000, 0x210000},
		"files": {22, 1, func(m *flashChip) {
			m.image(0x10000, 1, 100)
			m.partition(0, app, 0, 0x10000, 0x80000)
			m.partition(1, data, file, 0x200000, 0x10000)
		}, 0x200000, 0x210000},
		"not in this chip": {21, 1, func(m *flashChip) {
			m.image(0x10000, 1, 100)
			m.partition(0, app, 0, 0x10000, 0x80000)
			m.partition(1, data, file, 0x200000, 0x10000)
		}, 0x11000, 0x90000},
	} {
		m := newFlash(t, is.number)
		is.table(m)
		if is.page >= 0 {
			mapped = true
			m.regs[&esp.MMU_TABLE[0]] = uint32(is.page)
		}
		start, end := FlashDataStart(), FlashDataEnd()
		if start != is.start || end != is.end || Flash.Size() != max(0, int64(end)-int64(start)) {
			t.Errorf("%s: %#x to %#x, want %#x to %#x", name, start, end, is.start, is.end)
		}
		m.rest()
	}
}
