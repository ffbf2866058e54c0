package runtime

// What package sync is made of: a queue of goroutines.

// syncWait waits at the end of the queue until syncWake's turn comes to the running goroutine.
func syncWait(q *waitq, reason string) {
	q.wait(nil, lock(), reason)
}

// syncWake lets the first goroutine in the queue go on, if there is one.
func syncWake(q *waitq) bool {
	state := lock()
	w := q.take()
	if w != nil {
		w.wake(true)
	}
	unlock(state)
	return w != nil
}
