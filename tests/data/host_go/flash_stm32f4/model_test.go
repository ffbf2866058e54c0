package machine

// The STM32F4's flash interface by its reference manual (sections 3.6 and 3.9): what is written and
// erased, and only in the order that it wants.

import (
	"hosttest/stm32"
	"hosttest/volatile"
	"testing"
	"unsafe"
)

var flashBlock [flashWriteBlock]byte

type flashModel struct {
	t      *testing.T
	regs   map[*volatile.Register32]uint32
	keys   int
	busy   int
	words  map[uintptr]uint32
	erased []uint32
	cached bool // the data cache may have what was changed
}

func newFlash(t *testing.T) *flashModel {
	stm32.FLASH = &stm32.FLASH_Type{}
	m := &flashModel{t: t, regs: map[*volatile.Register32]uint32{}, words: map[uintptr]uint32{}}
	m.regs[&stm32.FLASH.CR] = stm32.FLASH_CR_LOCK
	m.regs[&stm32.FLASH.ACR] = stm32.FLASH_ACR_DCEN | 5
	volatile.Read, volatile.Write, volatile.Store = m.read, m.write, m.store
	return m
}

func (m *flashModel) read(r *volatile.Register32) uint32 {
	if r == &stm32.FLASH.SR && m.busy > 0 {
		m.busy--
		return stm32.FLASH_SR_BSY
	}
	return m.regs[r]
}

func (m *flashModel) write(r *volatile.Register32, value uint32) {
	cr := &stm32.FLASH.CR
	if m.busy > 0 {
		m.t.Error("the interface is busy")
	}
	switch r {
	case &stm32.FLASH.KEYR:
		if value != [2]uint32{0x45670123, 0xcdef89ab}[m.keys] {
			m.t.Errorf("key %#x", value)
		}
		m.keys++
		if m.keys == 2 {
			m.keys = 0
			m.regs[cr] &^= stm32.FLASH_CR_LOCK
		}
		return
	case cr:
		if m.regs[cr]&stm32.FLASH_CR_LOCK != 0 {
			m.t.Error("the control register is locked")
		}
		if value&stm32.FLASH_CR_STRT != 0 {
			const sector = 15 << stm32.FLASH_CR_SNB_Pos
			if value&^(sector|3<<stm32.FLASH_CR_PSIZE_Pos) != stm32.FLASH_CR_SER|stm32.FLASH_CR_STRT {
				m.t.Errorf("control %#x", value)
			}
			m.erased = append(m.erased, value&sector>>stm32.FLASH_CR_SNB_Pos)
			m.busy, m.cached = 3, true
			value &^= stm32.FLASH_CR_STRT
		}
	case &stm32.FLASH.SR:
		value = m.regs[r] &^ value
	case &stm32.FLASH.ACR:
		// It may be emptied while it is off only.
		if value&stm32.FLASH_ACR_DCRST != 0 {
			if value&stm32.FLASH_ACR_DCEN != 0 {
				m.t.Error("the data cache is on")
			}
			m.cached = false
		}
	}
	m.regs[r] = value
}

func (m *flashModel) store(at *uint32, value uint32) {
	const words = 2 << stm32.FLASH_CR_PSIZE_Pos
	if m.regs[&stm32.FLASH.CR] != stm32.FLASH_CR_PG|words || m.busy > 0 {
		m.t.Errorf("control %#x at a word", m.regs[&stm32.FLASH.CR])
	}
	m.words[uintptr(unsafe.Pointer(at))] = value
	m.busy, m.cached = 3, true
}

func (m *flashModel) closed() {
	m.t.Helper()
	if m.regs[&stm32.FLASH.CR] != stm32.FLASH_CR_LOCK || m.cached || m.regs[&stm32.FLASH.ACR] != stm32.FLASH_ACR_DCEN|5 {
		m.t.Errorf("left open: %#x, %v, %#x", m.regs[&stm32.FLASH.CR], m.cached, m.regs[&stm32.FLASH.ACR])
	}
}

func TestErase(t *testing.T) {
	m := newFlash(t)
	// RM0090, table "Flash module organization": sectors 5 to 11.
	for sector, at := range map[uint32]uintptr{5: 0x08020000, 6: 0x08040000, 11: 0x080e0000} {
		m.erased = nil
		flashEraseAt(at)
		if len(m.erased) != 1 || m.erased[0] != sector {
			t.Errorf("%#x: erased %v", at, m.erased)
		}
		m.closed()
	}
}

func TestWrite(t *testing.T) {
	m := newFlash(t)
	// An error that is left would stop the next one.
	m.regs[&stm32.FLASH.SR] = stm32.FLASH_SR_ERRORS
	flashBlock = [4]byte{1, 2, 3, 0xff}
	flashWriteAt(0x08020004)
	if m.words[0x08020004] != 0xff030201 || m.regs[&stm32.FLASH.SR] != 0 {
		t.Errorf("%#x, state %#x", m.words, m.regs[&stm32.FLASH.SR])
	}
	m.closed()
	flashBlock = [4]byte{0xff, 0xff, 0xff, 0xff}
	flashWriteAt(0x08020008)
	if len(m.words) != 1 {
		t.Error("a word is written that changes nothing")
	}
}
