package machine

import "runtime/volatile"

const bufferSize = 128

// RingBuffer holds bytes between one who puts them in, an interrupt handler say, and one who takes
// them out.
type RingBuffer struct {
	bytes [bufferSize]volatile.Register8
	// How many were put in and taken out, modulo 256.
	head, tail volatile.Register8
}

// NewRingBuffer makes an empty buffer.
func NewRingBuffer() *RingBuffer {
	return &RingBuffer{}
}

// Used is the number of bytes in the buffer.
func (b *RingBuffer) Used() uint8 {
	return b.head.Get() - b.tail.Get()
}

// Put adds a byte and tells whether there was room.
func (b *RingBuffer) Put(c byte) bool {
	if b.Used() == bufferSize {
		return false
	}
	head := b.head.Get()
	b.bytes[head%bufferSize].Set(c)
	b.head.Set(head + 1)
	return true
}

// Get takes the oldest byte and tells whether there was one.
func (b *RingBuffer) Get() (byte, bool) {
	if b.Used() == 0 {
		return 0, false
	}
	tail := b.tail.Get()
	c := b.bytes[tail%bufferSize].Get()
	b.tail.Set(tail + 1)
	return c, true
}

// Clear forgets all bytes.
func (b *RingBuffer) Clear() {
	b.tail.Set(b.head.Get())
}
