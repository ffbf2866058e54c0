// Package sync has Go's locks for one core on which goroutines take turns: what a method does
// between two waits cannot be interrupted by another goroutine. Whoever waits is served in the order
// of arrival, and a lock is handed over without becoming free in between.
package sync

import "unsafe"

// waitList is a queue of goroutines: runtime's waitq.
type waitList struct {
	first, last unsafe.Pointer
}

func (l *waitList) empty() bool {
	return l.first == nil
}

// wait puts the goroutine at the end of the list and returns when wake has taken it from there.
//
//go:linkname wait runtime.syncWait
func wait(l *waitList, reason string)

// wake lets the first goroutine of the list go on; false if there is none.
//
//go:linkname wake runtime.syncWake
func wake(l *waitList) bool

//go:linkname fatal runtime.fatal
func fatal(s string)

// Why a goroutine waits, as a report of a deadlock shows it.
const (
	reasonLock      = "sync.Mutex.Lock"
	reasonRLock     = "sync.RWMutex.RLock"
	reasonRWLock    = "sync.RWMutex.Lock"
	reasonWaitGroup = "sync.WaitGroup.Wait"
	reasonCond      = "sync.Cond.Wait"
)

// A Locker can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

// A Mutex is a lock that one goroutine at a time can hold. The zero value is unlocked.
type Mutex struct {
	locked  bool
	waiting waitList
}

// Lock waits until the lock is free and takes it.
func (m *Mutex) Lock() {
	if m.locked {
		wait(&m.waiting, reasonLock)
		return
	}
	m.locked = true
}

// TryLock takes the lock if it is free, and tells whether it was.
func (m *Mutex) TryLock() bool {
	if m.locked {
		return false
	}
	m.locked = true
	return true
}

// Unlock gives the lock to the goroutine that has waited longest, or frees it.
func (m *Mutex) Unlock() {
	if !m.locked {
		fatal("sync: unlock of unlocked mutex")
	}
	if !wake(&m.waiting) {
		m.locked = false
	}
}

// A RWMutex is a lock that either one goroutine holds for writing or any number for reading. As
// soon as one waits to write, nobody else begins to read.
type RWMutex struct {
	writing bool
	reading int
	writers waitList
	readers waitList
}

// RLock takes the lock for reading.
func (rw *RWMutex) RLock() {
	if rw.writing || !rw.writers.empty() {
		wait(&rw.readers, reasonRLock)
		return
	}
	rw.reading++
}

// TryRLock takes the lock for reading if that is possible at once.
func (rw *RWMutex) TryRLock() bool {
	if rw.writing || !rw.writers.empty() {
		return false
	}
	rw.reading++
	return true
}

// RUnlock undoes one RLock.
func (rw *RWMutex) RUnlock() {
	if rw.reading == 0 {
		fatal("sync: RUnlock of unlocked RWMutex")
	}
	rw.reading--
	if rw.reading == 0 && wake(&rw.writers) {
		rw.writing = true
	}
}

// Lock takes the lock for writing.
func (rw *RWMutex) Lock() {
	if rw.writing || rw.reading != 0 {
		wait(&rw.writers, reasonRWLock)
		return
	}
	rw.writing = true
}

// TryLock takes the lock for writing if that is possible at once.
func (rw *RWMutex) TryLock() bool {
	if rw.writing || rw.reading != 0 {
		return false
	}
	rw.writing = true
	return true
}

// Unlock undoes Lock: all that wait to read go on, or else the next that waits to write.
func (rw *RWMutex) Unlock() {
	if !rw.writing {
		fatal("sync: Unlock of unlocked RWMutex")
	}
	rw.writing = false
	for wake(&rw.readers) {
		rw.reading++
	}
	if rw.reading == 0 && wake(&rw.writers) {
		rw.writing = true
	}
}

// RLocker is the lock's reading side as a Locker.
func (rw *RWMutex) RLocker() Locker {
	return (*rlocker)(rw)
}

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }

// A WaitGroup waits for a number of things to be done.
type WaitGroup struct {
	n       int
	waiting waitList
}

// Add adds delta to the number of things that are not done yet.
func (wg *WaitGroup) Add(delta int) {
	wg.n += delta
	if wg.n < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if wg.n == 0 {
		for wake(&wg.waiting) {
		}
	}
}

// Done says that one of them is.
func (wg *WaitGroup) Done() {
	wg.Add(-1)
}

// Wait returns when all are done.
func (wg *WaitGroup) Wait() {
	if wg.n != 0 {
		wait(&wg.waiting, reasonWaitGroup)
	}
}

// Go calls f in a goroutine of its own, which counts as one thing to be done.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

// Once calls a function once.
type Once struct {
	done bool
	m    Mutex
}

// Do calls f if it is the first call for this Once. Others return when that call has ended.
func (o *Once) Do(f func()) {
	if !o.done {
		o.slow(f)
	}
}

func (o *Once) slow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if !o.done {
		defer o.end()
		f()
	}
}

func (o *Once) end() {
	o.done = true
}

// OnceFunc gives a function that calls f the first time. If f panics, so does every call.
func OnceFunc(f func()) func() {
	var once Once
	var ended bool
	var value interface{}
	first := func() {
		defer func() {
			if !ended {
				value = recover()
				panic(value)
			}
		}()
		f()
		f = nil
		ended = true
	}
	return func() {
		once.Do(first)
		if !ended {
			panic(value)
		}
	}
}

// Cond is a queue of goroutines that wait for something to happen.
type Cond struct {
	L       Locker // held when a condition is looked at or changed
	waiting waitList
	self    *Cond // where it was when it was first used
}

// NewCond gives a Cond with that lock.
func NewCond(l Locker) *Cond {
	return &Cond{L: l}
}

// Wait unlocks c.L, waits for Signal or Broadcast, and locks c.L again.
func (c *Cond) Wait() {
	c.stay()
	c.L.Unlock()
	wait(&c.waiting, reasonCond)
	c.L.Lock()
}

// Signal wakes the goroutine that has waited longest.
func (c *Cond) Signal() {
	c.stay()
	wake(&c.waiting)
}

// Broadcast wakes all that wait.
func (c *Cond) Broadcast() {
	c.stay()
	for wake(&c.waiting) {
	}
}

// stay finds out about copies: whoever waits in the one is not woken by the other.
func (c *Cond) stay() {
	if c.self == nil {
		c.self = c
	}
	if c.self != c {
		panic("sync.Cond is copied")
	}
}

// Pool keeps values for later use.
type Pool struct {
	items []interface{}

	// New makes a value when there is none to give.
	New func() interface{}
}

// Put adds a value.
func (p *Pool) Put(x interface{}) {
	if x != nil {
		p.items = append(p.items, x)
	}
}

// Get takes the value that was put last, or what New makes, or nil.
func (p *Pool) Get() interface{} {
	if n := len(p.items) - 1; n >= 0 {
		x := p.items[n]
		p.items[n] = nil
		p.items = p.items[:n]
		return x
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}
