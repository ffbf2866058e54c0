package runtime

import "unsafe"

// caseAt is case i of a select statement: lowering passes them as an array of waiters.
func caseAt(cases *waiter, i int) *waiter {
	return (*waiter)(add(unsafe.Pointer(cases), uintptr(i)*unsafe.Sizeof(waiter{})))
}

// selectgo is a select statement of n cases. It gives the index of the case that took place and,
// for a receive, whether there was a value. If none can take place at once, it waits, or gives -1
// if block is false.
func selectgo(cases *waiter, n int, block bool) (int, bool) {
	state := lock()
	index := -1
	count := uint32(0)
	for i := 0; i < n; i++ {
		if caseAt(cases, i).canGo() {
			count++
			if index < 0 || oneOf(count) {
				index = i
			}
		}
	}
	if index >= 0 {
		w := caseAt(cases, index)
		ok := w.gone(state)
		takeTurns()
		return index, ok
	}
	if !block {
		unlock(state)
		yieldWhenPolling()
		return -1, false
	}
	gp := current
	gp.chosen = nil
	for i := 0; i < n; i++ {
		w := caseAt(cases, i)
		if w.c != nil {
			w.g = gp
			w.inSelect = true
			w.queued = true
			w.queue().put(w)
		}
	}
	unlock(state)
	park(reasonSelect)
	state = lock()
	for i := 0; i < n; i++ {
		w := caseAt(cases, i)
		if w == gp.chosen {
			index = i
		}
		if w.queued {
			w.queue().remove(w)
		}
	}
	unlock(state)
	w := gp.chosen
	gp.chosen = nil
	if w.send && !w.ok {
		panicSendClosed()
	}
	return index, w.ok
}

// oneOf is true once in n times.
func oneOf(n uint32) bool {
	return (fastrand()>>16)*n>>16 == 0
}

func (w *waiter) queue() *waitq {
	if w.send {
		return &w.c.sendq
	}
	return &w.c.recvq
}

// canGo tells whether the case could take place now.
func (w *waiter) canGo() bool {
	c := w.c
	if c == nil {
		return false
	}
	if w.send {
		return c.closed || c.count < c.cap || c.recvq.peek() != nil
	}
	return c.closed || c.count != 0 || c.sendq.peek() != nil
}

// gone lets a case take place that can, and undoes lock.
func (w *waiter) gone(state uintptr) bool {
	if w.send {
		trySend(w.c, w.elem, state)
		unlock(state)
		return false
	}
	how := tryRecv(w.c, w.elem)
	unlock(state)
	return how != recvClosed
}

// selectnbsend is a select statement of one send and a default case.
func selectnbsend(c *hchan, elem unsafe.Pointer) bool {
	if c != nil {
		state := lock()
		done := trySend(c, elem, state)
		unlock(state)
		if done {
			return true
		}
	}
	yieldWhenPolling()
	return false
}

// selectnbrecv is a select statement of one receive and a default case.
func selectnbrecv(c *hchan, elem unsafe.Pointer) (done, ok bool) {
	if c != nil {
		state := lock()
		how := tryRecv(c, elem)
		unlock(state)
		if how != recvNothing {
			return true, how != recvClosed
		}
	}
	yieldWhenPolling()
	return false, false
}

// block is a select statement without cases.
func block() {
	for {
		park(reasonSelectNone)
	}
}

// reflectCase is a case that package reflect hands over.
type reflectCase struct {
	c    *hchan
	elem unsafe.Pointer
	send bool
}

// reflectSelect is selectgo for package reflect.
func reflectSelect(cases *reflectCase, n int, block bool) (int, bool) {
	list := make([]waiter, n+1)
	for i, c := range unsafe.Slice(cases, n) {
		w := &list[i]
		w.c, w.elem, w.send = c.c, c.elem, c.send
	}
	return selectgo(&list[0], n, block)
}
