package machine

// The generator of the i.MX RT1060 by its reference manual ("Standalone True Random Number Generator"):
// it is set up in program mode, makes 512 bits in run mode, and the next ones after the last word was
// read. The first ones are the boot ROM's. The flag that tells of them stays until one more read.

import (
	"hosttest/interrupt"
	"hosttest/nxp"
	"hosttest/volatile"
	"testing"
	"unsafe"
)

type generator struct {
	t     *testing.T
	regs  map[*volatile.Register32]uint32
	made  uint32 // how many times 512 bits
	wait  int
	valid bool
	old   bool // the last word was read
	fails int  // how many tests fail
	wrong bool // a test has failed
}

func newGenerator(t *testing.T) *generator {
	nxp.CCM, nxp.TRNG = &nxp.CCM_Type{}, &nxp.TRNG_Type{}
	rngOn, rngStale, rngNext = false, false, 0
	interrupt.On = func() {}
	g := &generator{t: t, regs: map[*volatile.Register32]uint32{}, valid: true}
	volatile.Read, volatile.Write = g.read, g.write
	return g
}

func (g *generator) programs() bool { return g.regs[&nxp.TRNG.MCTL]&(1<<16) != 0 }

// step goes on with the bits.
func (g *generator) step() {
	if g.programs() || g.valid || g.wrong {
		return
	}
	if g.wait--; g.wait > 0 {
		return
	}
	if g.fails > 0 {
		g.fails--
		g.wrong = true
		return
	}
	g.made++
	g.valid = true
}

func (g *generator) read(r *volatile.Register32) uint32 {
	if r == &nxp.TRNG.MCTL {
		g.step()
		is := g.regs[r]
		if g.valid {
			is |= 1 << 10
		}
		if g.wrong {
			is |= 1 << 12
		}
		return is
	}
	for i := range nxp.TRNG.ENT {
		if r != &nxp.TRNG.ENT[i] {
			continue
		}
		if g.programs() {
			g.t.Error("read in program mode")
		}
		if g.old {
			// One more read, and the next ones are made.
			g.old, g.valid, g.wait = false, false, 3
			return 0
		}
		g.old = i == 15 && g.valid
		if !g.valid {
			return 0
		}
		return g.made<<8 | uint32(i)
	}
	return g.regs[r]
}

func (g *generator) write(r *volatile.Register32, value uint32) {
	if r != &nxp.CCM.CCGR[6] {
		if g.regs[&nxp.CCM.CCGR[6]] != 3<<12 {
			g.t.Fatal("it has no clock")
		}
		if r != &nxp.TRNG.MCTL && !g.programs() {
			g.t.Error("set up in run mode")
		}
	}
	if r == &nxp.TRNG.MCTL {
		if value&(1<<12) != 0 {
			g.wrong = false
		}
		if value&(1<<16) == 0 {
			// How samples are taken changes in program mode only.
			if g.regs[r]&3 != value&3 {
				g.t.Error("the mode changes with the end of program mode")
			}
			g.wait = 3
		}
		// RST_DEF and ERR are not kept.
		value &^= 1<<6 | 1<<12
	}
	g.regs[r] = value
}

func (g *generator) words(n int) []uint32 {
	g.t.Helper()
	words := make([]uint32, n)
	for i := range words {
		word, err := GetRNG()
		if err != nil {
			g.t.Fatal(err)
		}
		words[i] = word
	}
	return words
}

func TestRNG(t *testing.T) {
	g := newGenerator(t)
	// What the boot ROM and the first round have made is not there; then each word comes once.
	for i, word := range g.words(40) {
		if want := uint32(2+i/16)<<8 | uint32(i%16); word != want {
			t.Errorf("word %d: %#x, not %#x", i, word, want)
		}
	}
	// 2500 samples of 3200 cycles, by the manual; the limits of the tests are its reset values.
	for r, want := range map[*volatile.Register32]uint32{
		&nxp.TRNG.MCTL: 2, &nxp.TRNG.SDCTL: 0x0c8009c4, &nxp.TRNG.SCML: 0x010c0568,
		&nxp.TRNG.SCRL[0]: 0x00b20195, &nxp.TRNG.SCRL[5]: 0x002e002f, &nxp.TRNG.PKRMAX: 0x6920,
		&nxp.TRNG.PKRRNG: 0x9a3, &nxp.TRNG.FRQMAX: 0x6400, &nxp.TRNG.FRQMIN: 0x640,
		&nxp.TRNG.SCMISC: 0x00010022, &nxp.TRNG.SBLIM: 0x3f,
	} {
		if g.regs[r] != want {
			t.Errorf("%#x, not %#x", g.regs[r], want)
		}
	}
	if at := unsafe.Offsetof(nxp.TRNG.ENT); at != 0x40 {
		t.Errorf("the words are at %#x", at)
	}
}

func TestFailure(t *testing.T) {
	g := newGenerator(t)
	g.fails = 7
	// After a failure, again, the first round does not count.
	if words := g.words(2); words[0] != 2<<8 || words[1] != 2<<8|1 {
		t.Errorf("%#x", words)
	}
	g.words(14)
	g.fails = 1000
	if _, err := GetRNG(); err != errRNG {
		t.Error("a generator that fails gives numbers")
	}
	g.fails = 0
	if words := g.words(1); words[0]&0xff != 0 {
		t.Errorf("%#x", words)
	}
}

// TestInterrupt takes words in an interrupt whenever one can come.
func TestInterrupt(t *testing.T) {
	newGenerator(t)
	seen := map[uint32]bool{}
	take := func() {
		word, err := GetRNG()
		if err != nil || seen[word] {
			t.Errorf("%#x again", word)
		}
		seen[word] = true
	}
	interrupt.On = func() {
		on := interrupt.On
		interrupt.On = func() {}
		take()
		interrupt.On = on
	}
	for i := 0; i < 40; i++ {
		take()
	}
	interrupt.On = func() {}
}
