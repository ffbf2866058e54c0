package runtime

import "unsafe"

// Channels. A value goes directly from the sender's memory to a receiver that waits, or through
// the buffer. Who waits is in a queue, with a record in its g or, for select, on its stack: nothing
// but makechan allocates.

type hchan struct {
	count    uintptr // values in the buffer
	cap      uintptr
	elemSize uintptr
	buf      unsafe.Pointer
	end      unsafe.Pointer // behind the buffer
	recvAt   unsafe.Pointer // the oldest value
	sendAt   unsafe.Pointer // where the next one goes
	recvq    waitq
	sendq    waitq
	word     bool // elements are aligned words
	closed   bool
	timed    bool // a timer sends; that it has a buffer does not show
}

// waiter is a goroutine's place in a queue. The first three fields are a case of a select
// statement as lowering makes it.
type waiter struct {
	c        *hchan
	elem     unsafe.Pointer // what to send, or where to put what is received unless it is nil
	send     bool
	ok       bool // a value was sent or received, rather than the channel closed
	queued   bool // of a waiter in a select only
	inSelect bool
	next     *waiter
	prev     *waiter
	g        *g
}

// waitq is a queue of waiters.
type waitq struct {
	first *waiter
	last  *waiter // of no meaning if there is no first
}

// What is known of all channels of the program: some have buffers; the elements of all are aligned
// words. The compiler gives these their values.
var (
	buffering = true
	onlyWords bool
)

// chanWord is the bit of makechan's layout for elements that are aligned words.
const chanWord = 2

const (
	reasonSend       = "chan send"
	reasonRecv       = "chan receive"
	reasonSendNil    = "chan send (nil chan)"
	reasonRecvNil    = "chan receive (nil chan)"
	reasonSelect     = "select"
	reasonSelectNone = "select (no cases)"
)

func (q *waitq) put(w *waiter) {
	w.next = nil
	if q.first == nil {
		w.prev = nil
		q.first = w
	} else {
		w.prev = q.last
		q.last.next = w
	}
	q.last = w
}

// remove takes a select's waiter out of the middle. What has become of prev in others than these
// does not matter.
func (q *waitq) remove(w *waiter) {
	w.queued = false
	if w.next != nil {
		w.next.prev = w.prev
	} else {
		q.last = w.prev
	}
	if w.prev != nil {
		w.prev.next = w.next
	} else {
		q.first = w.next
	}
}

// peek gives the first waiter that is still waiting: one in a select may have been served through
// another queue and not have run since.
func (q *waitq) peek() *waiter {
	for {
		w := q.first
		if w == nil || !w.inSelect || w.g.chosen == nil {
			return w
		}
		q.remove(w)
	}
}

// take removes the first waiter that is still waiting. It is then served.
func (q *waitq) take() *waiter {
	for {
		w := q.first
		if w == nil {
			return nil
		}
		next := w.next
		q.first = next
		if next != nil {
			next.prev = nil
		}
		if !w.inSelect {
			return w
		}
		w.queued = false
		if w.g.chosen == nil {
			w.g.chosen = w
			return w
		}
	}
}

// wait puts the running goroutine into the queue, undoes lock and waits. It tells whether a value
// was exchanged.
func (q *waitq) wait(elem unsafe.Pointer, state uintptr, reason string) bool {
	gp := current
	w := &gp.wait
	w.g = gp
	w.elem = elem
	q.put(w)
	unlock(state)
	park(reason)
	return w.ok
}

// wake lets a waiter go on that has been taken from its queue.
func (w *waiter) wake(ok bool) {
	w.ok = ok
	makeReady(w.g)
}

// makechan is make of a channel. A bit of the layout tells that its elements are aligned words.
func makechan(elemSize uintptr, size int, layout uintptr) *hchan {
	bytes, fits := mulSize(elemSize, uintptr(size))
	if size < 0 || !fits {
		panic(plainError("makechan: size out of range"))
	}
	c := new(hchan)
	c.cap = uintptr(size)
	c.elemSize = elemSize
	c.word = layout&chanWord != 0
	if buffering && bytes != 0 {
		c.buf = alloc(bytes, layout&^chanWord)
		c.end = add(c.buf, bytes)
		c.recvAt = c.buf
		c.sendAt = c.buf
	}
	return c
}

// move copies a value; dst is nil if nobody wants it.
func (c *hchan) move(dst, src unsafe.Pointer) {
	if dst == nil {
		return
	}
	if incremental {
		overwrite(dst, c.elemSize)
	}
	if onlyWords || c.word {
		*(*uint32)(dst) = *(*uint32)(src)
	} else {
		memmove(dst, src, c.elemSize)
	}
}

// clear makes a value zero; p is nil if nobody wants it.
func (c *hchan) clear(p unsafe.Pointer) {
	if p == nil {
		return
	}
	if incremental {
		overwrite(p, c.elemSize)
	}
	if onlyWords {
		*(*uint32)(p) = 0
	} else {
		memclr(p, c.elemSize)
	}
}

func (c *hchan) after(p unsafe.Pointer) unsafe.Pointer {
	p = add(p, c.elemSize)
	if p == c.end {
		p = c.buf
	}
	return p
}

func (c *hchan) enqueue(elem unsafe.Pointer) {
	c.move(c.sendAt, elem)
	c.sendAt = c.after(c.sendAt)
	c.count++
}

func (c *hchan) dequeue(elem unsafe.Pointer) {
	c.move(elem, c.recvAt)
	// What is left behind must not keep an object alive.
	c.clear(c.recvAt)
	c.recvAt = c.after(c.recvAt)
	c.count--
}

//go:noinline
//go:cold
func panicSendClosed() {
	panic(plainError("send on closed channel"))
}

// trySend sends if that is possible now. The caller has called lock, which gave state.
func trySend(c *hchan, elem unsafe.Pointer, state uintptr) bool {
	if interrupts && !incremental && collecting {
		shade(elem, c.elemSize)
	}
	// Nobody waits for a channel that is closed.
	if w := c.recvq.take(); w != nil {
		c.move(w.elem, elem)
		w.wake(true)
		return true
	}
	if c.closed {
		unlock(state)
		panicSendClosed()
	}
	if buffering && c.count < c.cap {
		c.enqueue(elem)
		return true
	}
	return false
}

// What tryRecv did.
const (
	recvNothing = iota
	recvClosed  // the channel is closed and empty
	recvBuffered
	recvDirect // from a sender that waited
)

// tryRecv receives if that is possible now. The caller has called lock.
func tryRecv(c *hchan, elem unsafe.Pointer) int {
	if buffering && c.count != 0 {
		c.dequeue(elem)
		if w := c.sendq.take(); w != nil {
			c.enqueue(w.elem)
			w.wake(true)
		}
		return recvBuffered
	}
	if w := c.sendq.take(); w != nil {
		c.move(elem, w.elem)
		w.wake(true)
		return recvDirect
	}
	if c.closed {
		c.clear(elem)
		return recvClosed
	}
	return recvNothing
}

// chansend is the send statement; elem points to the value.
func chansend(c *hchan, elem unsafe.Pointer) {
	if c == nil {
		park(reasonSendNil)
	}
	state := lock()
	if trySend(c, elem, state) {
		unlock(state)
	} else if !c.sendq.wait(elem, state, reasonSend) {
		panicSendClosed()
	}
}

// chanrecv is the receive operation: the value goes to elem unless that is nil.
func chanrecv(c *hchan, elem unsafe.Pointer) bool {
	if c == nil {
		park(reasonRecvNil)
	}
	state := lock()
	if how := tryRecv(c, elem); how != recvNothing {
		unlock(state)
		if how != recvDirect {
			takeTurns()
		}
		return how != recvClosed
	}
	return c.recvq.wait(elem, state, reasonRecv)
}

func closechan(c *hchan) {
	if c == nil {
		panic(plainError("close of nil channel"))
	}
	state := lock()
	if c.closed {
		unlock(state)
		panic(plainError("close of closed channel"))
	}
	c.closed = true
	for w := c.recvq.take(); w != nil; w = c.recvq.take() {
		c.clear(w.elem)
		w.wake(false)
	}
	for w := c.sendq.take(); w != nil; w = c.sendq.take() {
		w.wake(false)
	}
	unlock(state)
}

func chanlen(c *hchan) int {
	if c == nil || c.timed {
		return 0
	}
	return int(c.count)
}

func chancap(c *hchan) int {
	if c == nil || c.timed {
		return 0
	}
	return int(c.cap)
}
