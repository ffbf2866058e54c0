//go:build serial.rtt

package runtime

import (
	"runtime/volatile"
	"unsafe"
)

// The console is memory that a debug probe reads and writes while the program runs: SEGGER's Real
// Time Transfer. Who listens finds the control block by its symbol or its first 16 bytes (SEGGER,
// "J-Link / J-Trace User Guide" UM08001, chapter "RTT", section "Implementation").

// chipConsole says that the console is the chip's own.
const chipConsole = false

const (
	rttUpSize   = 1024
	rttDownSize = 64

	// rttModes are the bits of flags that say what happens when a ring is full, and rttBlock is
	// their value for waiting. Without a listener there is nobody to wait for, so the program
	// starts with the other: what does not fit is lost.
	rttModes = 3
	rttBlock = 2
)

// rttRing is the description of a ring of bytes. One side moves write, the other read; they are
// equal when the ring is empty, so a byte of it is never used.
type rttRing struct {
	name   *byte
	buffer *byte
	size   uint32
	write  uint32
	read   uint32
	flags  uint32
}

// rttControl is the control block with one ring to the host and one from it.
type rttControl struct {
	id    [16]byte
	ups   int32
	downs int32
	up    rttRing
	down  rttRing
}

var (
	rttName = [...]byte{'T', 'e', 'r', 'm', 'i', 'n', 'a', 'l', 0}
	rttUp   [rttUpSize]byte
	rttDown [rttDownSize]byte
)

// Listeners look for this symbol, or for what it begins with in RAM.
//
//export _SEGGER_RTT
var rtt rttControl

// rttID is what the control block begins with. It stands here with other letters, so that a search
// of the memory finds one block only.
var rttID = [16]byte{'S' + 1, 'E' + 1, 'G' + 1, 'G' + 1, 'E' + 1, 'R' + 1, ' ' + 1, 'R' + 1, 'T' + 1, 'T' + 1, 1, 1, 1, 1, 1, 1}

// rttReady fills the control block in before it is used first: what it begins with comes last, so
// that nobody takes it for complete before it is.
func rttReady() {
	if volatile.LoadUint32((*uint32)(unsafe.Pointer(&rtt.ups))) != 0 {
		return
	}
	rtt.up = rttRing{name: &rttName[0], buffer: &rttUp[0], size: rttUpSize}
	rtt.down = rttRing{name: &rttName[0], buffer: &rttDown[0], size: rttDownSize}
	rtt.downs = 1
	volatile.StoreUint32((*uint32)(unsafe.Pointer(&rtt.ups)), 1)
	for i, c := range rttID {
		volatile.StoreUint8(&rtt.id[i], c-1)
	}
}

// rttByte is the byte of a ring at a place.
func rttByte(ring *byte, at uint32) *uint8 {
	return (*uint8)(unsafe.Add(unsafe.Pointer(ring), at))
}

func rttAfter(at, size uint32) uint32 {
	if at+1 == size {
		return 0
	}
	return at + 1
}

func putchar(c byte) {
	ring := &rtt.up
	// An interrupt handler may print, too.
	state := irqDisable()
	rttReady()
	at := ring.write
	next := rttAfter(at, rttUpSize)
	for next == volatile.LoadUint32(&ring.read) {
		if volatile.LoadUint32(&ring.flags)&rttModes != rttBlock {
			irqRestore(state)
			return
		}
	}
	volatile.StoreUint8(rttByte(&rttUp[0], at), c)
	// The listener sees the byte before it sees that it is there.
	volatile.StoreUint32(&ring.write, next)
	irqRestore(state)
}

// getchar is the next character that the listener sent, or -1 if none has come yet.
func getchar() int {
	rttReady()
	ring := &rtt.down
	at := ring.read
	if at == volatile.LoadUint32(&ring.write) {
		return -1
	}
	c := volatile.LoadUint8(rttByte(&rttDown[0], at))
	volatile.StoreUint32(&ring.read, rttAfter(at, rttDownSize))
	return int(c)
}
