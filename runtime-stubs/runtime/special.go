//go:build !gc.leaking && !gc.none

package runtime

import "unsafe"

// What shall happen when an object dies: finalizers, cleanups, weak pointers. One list of records,
// which keep the address of the object complemented, so that they do not keep it alive.

type special struct {
	next *special
	obj  uintptr // complemented; 0: a weak pointer to what is gone
	kind uint8
	// The finalizer's parameter is an interface.
	boxed bool
	typ   *_type // of the pointer to the object, for a finalizer
	fn    func()
	arg   unsafe.Pointer // the object of a finalizer that is to run
}

const (
	specialWeak = iota
	specialFinalizer
	specialCleanup
)

var (
	specials *special
	// due holds what is to run, in the order in which it was found.
	due, dueLast  *special
	finalizing    *g // the goroutine that runs it, once it has begun
	finalizers    bool
	finalizerWait bool
)

const reasonFinalizer = "finalizer wait"

func addSpecial(s *special, p unsafe.Pointer) {
	s.obj = ^uintptr(p)
	s.next = specials
	specials = s
}

// removeSpecial forgets a record; the first of a kind for an object if s is nil.
func removeSpecial(s *special, kind uint8, p unsafe.Pointer) {
	for link := &specials; *link != nil; link = &(*link).next {
		at := *link
		if at == s || s == nil && at.kind == kind && at.obj == ^uintptr(p) {
			*link = at.next
			return
		}
	}
}

// markSpecials is called when all that the program can reach is marked.
func markSpecials() {
	// What objects with finalizers refer to lives on, but not the objects themselves: of several
	// that refer to each other the outermost is finalized first.
	for s := specials; s != nil; s = s.next {
		if s.kind == specialFinalizer && !isMarked(^s.obj) {
			scanUnmarked(^s.obj)
			drain()
		}
	}
	for again := true; again; {
		again = chooseDue()
		drain()
	}
}

// chooseDue makes what is to happen to objects due that are not marked by now, and keeps what is
// needed for that. It tells whether marking has to go on, and then what is not marked is to be found
// again.
func chooseDue() bool {
	var last *special
	again := false
	link := &specials
	for *link != nil {
		s := *link
		if isMarked(^s.obj) {
			link = &s.next
			continue
		}
		if s.kind == specialWeak && !s.forget() {
			again = true
			break
		}
		*link = s.next
		s.next = nil
		if s.kind == specialWeak {
			continue
		}
		if dueLast == nil {
			due = s
		} else {
			dueLast.next = s
		}
		dueLast = s
		if last == nil {
			last = s
		}
	}
	// From here on the finalizers' objects are referred to again, and so is everything due.
	for s := last; s != nil; s = s.next {
		if s.kind == specialFinalizer {
			s.arg = unsafe.Pointer(^s.obj)
			mark(^s.obj)
		}
		mark(uintptr(unsafe.Pointer(s)))
	}
	if due != nil && finalizerWait {
		finalizerWait = false
		state := lock()
		makeReady(finalizing)
		unlock(state)
	}
	return again || last != nil
}

// forget clears a weak pointer to an object that is not in use; not if a handler has just asked it for
// the object.
func (s *special) forget() bool {
	for {
		state := irqDisable()
		if shadedCount == 0 && !shadedMore {
			s.obj = 0
			irqRestore(state)
			return true
		}
		irqRestore(state)
		if incremental {
			settleShaded()
		} else {
			markShaded()
			markGlobals()
		}
		if isMarked(^s.obj) {
			return false
		}
	}
}

// scanUnmarked marks what the object at p refers to, but not the object.
func scanUnmarked(p uintptr) {
	if b, code := blockOf(p); mayRefer(b, code) {
		scan(p)
	}
}

// blockOf gives the first block of the slab or large object in which an object begins at p, and its
// code.
func blockOf(p uintptr) (b, code uintptr) {
	b = (p - heapBase()) >> blockShift
	code = uintptr(*blockByte(b) &^ blockPending)
	if code == blockMore {
		b--
		code = uintptr(*blockByte(b) &^ blockPending)
	}
	return b, code
}

// mayRefer tells whether objects there can have pointers; large ones are not marked.
func mayRefer(b, code uintptr) bool {
	return code == blockLarge && *blockWord(b) != layoutNoPointers || code > blockMore && code&3 != kindNoScan && code != blockLarge
}

// startFinalizing makes the goroutine that runs finalizers and cleanups.
func startFinalizing() {
	if !finalizers {
		finalizers = true
		newproc(finalizerLoop, 0)
		// It is none of the program's own.
		running--
	}
}

func finalizerLoop() {
	finalizing = current
	for {
		for due != nil {
			s := due
			due = s.next
			if due == nil {
				dueLast = nil
			}
			s.run()
		}
		finalizerWait = true
		park(reasonFinalizer)
	}
}

// blockUntilFinalized waits until all finalizers and cleanups that are due have run; false: not before
// the time was over (nanoseconds). The library's tests ask for it.
//
//go:linkname blockUntilFinalized sync_test.runtime_blockUntilEmptyCleanupQueue
func blockUntilFinalized(timeout int64) bool {
	start := nanotime()
	for finalizers && (due != nil || !finalizerWait) {
		if nanotime()-start > timeout {
			return false
		}
		Gosched()
	}
	return true
}

func (s *special) run() {
	switch {
	case s.kind == specialCleanup:
		s.fn()
	case s.boxed:
		e := eface{s.typ, s.arg}
		s.arg = nil
		fn := *(*func(eface))(unsafe.Pointer(&s.fn))
		fn(e)
	default:
		p := s.arg
		s.arg = nil
		fn := *(*func(unsafe.Pointer))(unsafe.Pointer(&s.fn))
		fn(p)
	}
}

// SetFinalizer sets the function that is called, on a goroutine of its own, with the object that
// obj points to some time after nothing refers to it any more. A nil finalizer takes it back.
func SetFinalizer(obj interface{}, finalizer interface{}) {
	o, f := efaceOf(&obj), efaceOf(&finalizer)
	if o.typ == nil {
		fatal("runtime.SetFinalizer: first argument is nil")
	}
	if o.typ.kind != kindPointer {
		fatal("runtime.SetFinalizer: first argument is " + o.typ.name + ", not pointer")
	}
	if o.data == nil {
		fatal("nil elem type!")
	}
	removeSpecial(nil, specialFinalizer, o.data)
	if f.typ == nil {
		return
	}
	if f.typ.kind != kindFunc {
		fatal("runtime.SetFinalizer: second argument is " + f.typ.name + ", not a function")
	}
	s := &special{kind: specialFinalizer, typ: o.typ}
	s.boxed = len(f.typ.name) > 14 && f.typ.name[:15] == "func(interface "
	*(*unsafe.Pointer)(unsafe.Pointer(&s.fn)) = f.data
	addSpecial(s, o.data)
	startFinalizing()
}

// A Cleanup is a handle to a cleanup call.
type Cleanup struct {
	s *special
}

// Stop takes the cleanup back unless it is already due.
func (c Cleanup) Stop() {
	if c.s != nil {
		removeSpecial(c.s, 0, nil)
	}
}

// AddCleanup lets cleanup(arg) be called, on a goroutine of its own, some time after nothing refers
// any more to the object that ptr points to.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if ptr == nil {
		panic(plainError("runtime.AddCleanup: ptr is nil"))
	}
	s := &special{kind: specialCleanup}
	s.fn = func() { cleanup(arg) }
	addSpecial(s, unsafe.Pointer(ptr))
	startFinalizing()
	return Cleanup{s}
}

// registerWeak gives the handle of an object, by which strongFromWeak finds it as long as it is
// there. Objects have one handle each.
//
//go:linkname registerWeak weak.runtime_registerWeakPointer
func registerWeak(p unsafe.Pointer) unsafe.Pointer {
	for s := specials; s != nil; s = s.next {
		if s.kind == specialWeak && s.obj == ^uintptr(p) {
			return unsafe.Pointer(s)
		}
	}
	s := &special{kind: specialWeak}
	addSpecial(s, p)
	return unsafe.Pointer(s)
}

//go:linkname strongFromWeak weak.runtime_makeStrongFromWeak
func strongFromWeak(handle unsafe.Pointer) unsafe.Pointer {
	if handle == nil {
		return nil
	}
	s := (*special)(handle)
	if s.obj == 0 {
		return nil
	}
	obj := ^s.obj
	if marking {
		shadeUnlessMarked(obj)
	} else if interrupts && collecting {
		// Only a handler can be here now. Where it puts the pointer may have been looked at already.
		state := irqDisable()
		shadeWord(obj)
		irqRestore(state)
	}
	return unsafe.Pointer(obj)
}
