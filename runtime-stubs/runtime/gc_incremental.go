//go:build gc.incremental

package runtime

import "unsafe"

// Marking in bounded steps, for -gc=incremental. It begins when half of the memory that was free
// is used up; from then on each allocation does a step of it, in proportion to its size, so that
// marking ends before memory does. If it does not, or runtime.GC asks, the rest is done in one stop.
//
// What was reachable at the beginning is marked (Yuasa's snapshot at the beginning): the stacks are
// scanned then; a pointer anywhere else that the program overwrites while marking goes on is marked
// first (storePointer and its relatives, which the compiler puts into all code); and what is
// allocated meanwhile counts as marked. So no stack needs to be looked at again: whatever is on one
// later was read from what was reachable, or is new.
//
// The free lists stay in use while marking goes on. They are emptied at its end, when the sweep
// begins; that goes on in steps, too.

const (
	incremental = true

	// Marking begins when 1/startShare of the free memory is used.
	startShare = 2
	// markRate is how much faster than allocation marking must be to end when two thirds of the
	// rest are used, in 1/16.
	markRate = 24
	// mostWork is how many bytes are scanned at most in a step, beside as many as are allocated.
	mostWork = 256
	// pieceWords is how many words of a large object, or of the variables, are scanned at a time.
	pieceWords = 16
	// objectWork is what an object, or a look at anything else, counts for besides its size.
	objectWork = 8

	sweepEvery  = 32 // bytes that are allocated for a step of the sweep
	sweepBlocks = 2  // in a step
	// lookFor is how many blocks are swept at a time where memory is needed.
	lookFor      = 4
	lookForLarge = 64
)

var (
	// marking tells that what is overwritten must be marked. Handlers read it.
	marking bool
	// stepping tells that marking is done in steps, rather than in one stop.
	stepping bool
	// sweeping tells that the sweep has not ended.
	sweeping bool

	// credit is how many bytes may still be allocated before pace must be called, of granted ones.
	credit, granted int
	allocCount      uint32

	freeAtSweep uintptr // bytes that were free at the end of the last sweep
	used        uintptr // bytes allocated since
	freedBytes  uintptr // that the sweep has put into the lists
	startAt     uintptr // marking begins when so few blocks are free
	debt        uintptr // work that is due
	rate        uintptr // of work for each byte allocated, in 1/16
	rootAt      uintptr // the variable that is scanned next
	rootEnd     uintptr
	pendingAt   uintptr // the block that is looked at next
	nextDue     *special
	doneDue     bool // it is decided which specials are due
)

// storePointer stores v at p. The compiler calls it for stores of pointers.
func storePointer(p *unsafe.Pointer, v unsafe.Pointer) {
	at := word(uintptr(unsafe.Pointer(p)))
	if marking {
		shadeUnlessMarked(*at)
	}
	*at = uintptr(v)
}

// shadePointer is called before the pointer at p is overwritten.
func shadePointer(p *uintptr) {
	if marking {
		shadeUnlessMarked(*p)
	}
}

// overwrite is called before n bytes at p are overwritten, by the runtime system, too.
func overwrite(p unsafe.Pointer, n uintptr) {
	if marking {
		shadeWords(uintptr(p), n)
	}
}

//go:noinline
func shadeWords(at, n uintptr) {
	end := at + n
	for at = (at + wordSize - 1) &^ (wordSize - 1); at+wordSize <= end; at += wordSize {
		shadeUnlessMarked(*word(at))
	}
}

// shadeUnlessMarked marks the object that w points into, if there is one.
//
//go:noinline
func shadeUnlessMarked(w uintptr) {
	if w-heapBase() >= blockTop<<blockShift {
		return
	}
	if interrupts && irqActive() {
		// The collector may be at work on its tables right now.
		if isMarked(w) {
			return
		}
		state := irqDisable()
		shadeWord(w)
		irqRestore(state)
		return
	}
	mark(w)
}

// initPace is called when the heap has been set up.
func initPace() {
	sweeping = true
	endSweep()
}

// grant lets n bytes be allocated before pace is called again.
func grant(n uintptr) {
	spent := uintptr(granted - credit)
	used += spent
	if counting {
		stats.allocBytes += uint64(spent)
		stats.allocs += uint64(allocCount)
		allocCount = 0
	}
	granted = int(n)
	credit = granted
}

// charge counts what has been allocated.
func charge(bytes uintptr) {
	credit -= int(bytes)
	if counting {
		allocCount++
	}
}

// pace is called when more has been allocated than was granted; p is the new object, if any. It
// does a step of what there is to do.
//
//go:noinline
func pace(p uintptr) {
	var began timeUnit
	if timed {
		began = ticks()
	}
	spent := uintptr(granted - credit)
	switch {
	case marking:
		blacken(p)
		grant(0)
		debt += spent*rate>>4 + 1
		most := uintptr(mostWork)
		if most < spent {
			most = spent
		}
		if most > debt {
			most = debt
		}
		debt -= most
		markStep(most)
	case sweepNext < blockTop:
		grant(sweepEvery)
		for n := uintptr(0); n < sweepBlocks && sweepNext < blockTop; n++ {
			sweepStep()
		}
	case sweeping:
		endSweep()
	default:
		startMarking(p)
	}
	if timed {
		noteStop(began)
	}
}

// idleWork does a step of what there is to do while no goroutine is ready; false: there is nothing.
func idleWork() bool {
	switch {
	case marking:
		grant(0)
		markStep(mostWork)
	case sweepNext < blockTop:
		sweepStep()
	case sweeping:
		endSweep()
	default:
		return false
	}
	return true
}

// blacken marks a new object as one that needs no scanning.
func blacken(p uintptr) {
	off := p - heapBase()
	if off >= blockTop<<blockShift {
		return
	}
	b, code := blockOf(p)
	if code == blockLarge {
		*blockWord(b) |= largeMarked
		return
	}
	*blockWord(b) |= 1 << ((off - b<<blockShift) * uintptr(slotRecip[code>>2-1]) >> slotShift)
}

// startMarking begins: it scans the stacks, in one stop.
func startMarking(p uintptr) {
	sweepRest()
	dropEnded()
	grant(0)
	// Not all that is free in slabs is of use for what will be allocated.
	rest, blocks := uintptr(0), (blockCount-blocksUsed)<<blockShift
	if used < freeAtSweep {
		rest = freeAtSweep - used
	}
	if blocks < rest {
		rest /= 4
		if rest < blocks {
			rest = blocks
		}
	}
	work := blocksUsed<<blockShift + rootBytes()
	rate = work * markRate / (rest + 1)
	if rate < 16 {
		rate = 16
	}
	if gcStress {
		rate = stressRate
	}
	debt = 0
	markStackTop = markStack
	overflowed = false
	pendingAt = blockTop
	nextDue = nil
	doneDue = false
	shadedCount = 0
	shadedMore = false
	stepping = true
	marking = true
	blacken(p)
	startRoots()
}

// startRoots scans the stacks; the variables come next, in steps.
func startRoots() {
	rootAt = uintptr(unsafe.Pointer(&dataStart))
	rootEnd = uintptr(unsafe.Pointer(&dataEnd))
	scanStacks()
}

func rootBytes() uintptr {
	return uintptr(unsafe.Pointer(&dataEnd)) - uintptr(unsafe.Pointer(&dataStart)) +
		uintptr(unsafe.Pointer(&bssEnd)) - uintptr(unsafe.Pointer(&bssStart))
}

// markStep does some work; it may end the marking.
func markStep(work uintptr) {
	for left := int(work); left > 0; {
		did := markSome()
		if did == 0 {
			endMarking()
			return
		}
		left -= int(did)
	}
}

// markSome does the next piece of work and tells how much it was; 0: there is none left.
func markSome() uintptr {
	switch {
	case markStackTop != markStack:
		markStackTop -= wordSize
		return scanPiece(*word(markStackTop))
	case interrupts && (shadedCount != 0 || shadedMore):
		takeShaded()
		return 4 * objectWork
	case rootAt < rootEnd:
		return scanRoots()
	case rootEnd == uintptr(unsafe.Pointer(&dataEnd)):
		rootAt = uintptr(unsafe.Pointer(&bssStart))
		rootEnd = uintptr(unsafe.Pointer(&bssEnd))
	case pendingAt < blockTop:
		return scanPending()
	case overflowed:
		overflowed = false
		pendingAt = 0
	case !doneDue && specials != nil:
		return nextSpecial()
	default:
		return 0
	}
	return objectWork
}

// scanRoots scans some of the variables. The lists of free objects keep nothing alive.
func scanRoots() uintptr {
	lists := uintptr(unsafe.Pointer(&freeSlots))
	if rootAt == lists {
		rootAt += unsafe.Sizeof(freeSlots)
		return objectWork
	}
	end := rootAt + pieceWords*wordSize
	if end > rootEnd {
		end = rootEnd
	}
	if rootAt < lists && end > lists {
		end = lists
	}
	n := end - rootAt
	for rootAt < end {
		w := *word(rootAt)
		rootAt += wordSize
		mark(w)
	}
	return n + objectWork
}

// scanPending looks for blocks with objects that did not fit on the collector's stack.
func scanPending() uintptr {
	for n := 0; n < pieceWords && pendingAt < blockTop; n++ {
		b := pendingAt
		pendingAt++
		code := *blockByte(b)
		if code&blockPending == 0 {
			continue
		}
		code &^= blockPending
		*blockByte(b) = code
		if code == blockLarge {
			push(heapBase()+b<<blockShift, b)
			return objectWork
		}
		scanBlock(b)
		return slabBlocks(uintptr(code)>>2-1) << blockShift
	}
	return 8 * objectWork
}

// scanPiece scans an object, or a piece of a large one: p is where that begins. The rest goes on
// the collector's stack.
func scanPiece(p uintptr) uintptr {
	b := (p - heapBase()) >> blockShift
	code := uintptr(*blockByte(b) &^ blockPending)
	for code == blockMore {
		b--
		code = uintptr(*blockByte(b) &^ blockPending)
	}
	if code != blockLarge {
		scan(p)
		return uintptr(slotSize[code>>2-1])
	}
	start := heapBase() + b<<blockShift
	// Pieces do not go across blocks. There is room: the entry for this piece has been taken.
	end := p + pieceWords*wordSize
	next := (end - heapBase()) >> blockShift
	if next == b || next < blockTop && *blockByte(next) == blockMore {
		*word(markStackTop) = end
		markStackTop += wordSize
	}
	scanPart(start, p, end, *blockWord(b)&^largeMarked)
	return pieceWords*wordSize + objectWork
}

// scanPart scans the words from p to end of an object that begins at start.
func scanPart(start, p, end, layout uintptr) {
	switch {
	case layout == layoutPointers || layout == layoutUnknown:
		for ; p < end; p += wordSize {
			mark(*word(p))
		}
	case layout&1 != 0:
		size := layout >> 2 & 31
		if size == 0 {
			return
		}
		i := (p - start) / wordSize % size
		for ; p < end; p += wordSize {
			if layout>>(i+7)&1 != 0 {
				mark(*word(p))
			}
			i++
			if i == size {
				i = 0
			}
		}
	default:
		size := *word(layout)
		i := (p - start) / wordSize % size
		for ; p < end; p += wordSize {
			if *word(layout + wordSize + i>>5*wordSize)>>(i&31)&1 != 0 {
				mark(*word(p))
			}
			i++
			if i == size {
				i = 0
			}
		}
	}
}

// takeShaded marks what handlers have overwritten.
func takeShaded() {
	for {
		state := irqDisable()
		n := shadedCount
		w := uintptr(0)
		if n != 0 {
			w = shaded[n-1]
			shadedCount = n - 1
		}
		irqRestore(state)
		if n == 0 {
			break
		}
		mark(w)
	}
	if shadedMore {
		// What there was no room for is somewhere else now, if it is in use at all.
		shadedMore = false
		rescan()
	}
}

// rescan lets all that is marked be scanned again, the variables and the stacks too.
func rescan() {
	for b := uintptr(0); b < blockTop; b++ {
		code := *blockByte(b) &^ blockPending
		switch {
		case code == blockLarge:
			if w := *blockWord(b); w&largeMarked != 0 && w != layoutNoPointers|largeMarked {
				*blockByte(b) = code | blockPending
			}
		case code >= blockSlab && code&3 != kindNoScan && *blockWord(b) != 0:
			*blockByte(b) = code | blockPending
		}
	}
	overflowed = true
	startRoots()
}

// nextSpecial goes on with what shall happen to objects that are not marked by now.
func nextSpecial() uintptr {
	s := nextDue
	if s == nil {
		s = specials
	}
	if s.kind == specialFinalizer && !isMarked(^s.obj) {
		pushUnmarked(^s.obj)
	}
	nextDue = s.next
	if nextDue == nil {
		doneDue = true
	}
	return 4 * objectWork
}

// pushUnmarked lets what the object at p refers to be marked, but not the object. The collector's
// stack is empty.
func pushUnmarked(p uintptr) {
	if b, code := blockOf(p); mayRefer(b, code) {
		push(p, b)
	}
}

// endMarking ends the marking, unless it finds more to mark.
func endMarking() {
	if interrupts {
		state := irqDisable()
		more := shadedCount != 0 || shadedMore
		irqRestore(state)
		if more {
			return
		}
	}
	if specials != nil && chooseDue() {
		// Finalizers' objects are in use again: that goes on in steps.
		return
	}
	if gcStress {
		checkMarked()
	}
	beginSweep()
}

// beginSweep begins the sweep: marking has ended.
func beginSweep() {
	stepping = false
	marking = false
	for i := uintptr(0); i < 3*classes; i++ {
		freeSlots[i] = 0
	}
	sweepNext = 0
	sweeping = true
	freedBytes = 0
	stats.collections++
	grant(0)
}

// endSweep is called when all blocks have been swept; it decides when marking begins again.
func endSweep() {
	sweepRest()
	sweeping = false
	grant(0)
	used = 0
	freeAtSweep = (blockCount-blocksUsed)<<blockShift + freedBytes
	setTrigger()
}

// setStart decides when marking begins, after setTrigger.
func setStart() {
	if sweeping || marking {
		return
	}
	startAt = (blockCount - blocksUsed) / startShare
	if percentSet && gcPercent < 0 {
		// Not before memory is used up, or as much as was allowed.
		startAt = 0
		grant(1<<31 - 1)
	} else {
		grant(freeAtSweep / startShare)
	}
	if collectAt < blockCount && blockCount-collectAt > startAt {
		startAt = blockCount - collectAt
	}
}

// abandonMarking leaves the marking that goes on, for one in a single stop.
func abandonMarking() {
	if stepping {
		stepping = false
		for b := uintptr(0); b < blockTop; b++ {
			*blockByte(b) &^= blockPending
		}
		overflowed = false
	}
	shadedCount = 0
	shadedMore = false
	sweeping = false
	marking = true
}

// newBlocks gives the word of a new slab or a large object at block b: all is marked if it is that
// by itself, or if the sweep has yet to come there.
func newBlocks(b, all uintptr) uintptr {
	if b >= sweepNext {
		return all
	}
	return 0
}

// settleShaded ends a marking in one stop: it marks what handlers have overwritten meanwhile.
func settleShaded() {
	for interrupts && (shadedCount != 0 || shadedMore) {
		takeShaded()
		markGlobals()
	}
}

// makeRoom ends the marking that goes on, or marks in one stop. Then the sweep begins.
func makeRoom() {
	if !stepping {
		collect()
		return
	}
	var began timeUnit
	if timed {
		began = ticks()
	}
	for stepping {
		markStep(1 << 30)
	}
	if timed {
		noteStop(began)
	}
}

// moreRoom makes room when all blocks have been swept, the more thoroughly the more often it was
// tried; false: there is none.
func moreRoom(tries int) bool {
	switch tries {
	case 0:
		makeRoom()
	case 1:
		collect()
	}
	return tries < 2
}

// refillInSteps is refill.
func refillInSteps(kind, class, size uintptr) uintptr {
	list := &freeSlots[kind*classes+class]
	for tries := 0; ; {
		for n := 0; n < lookFor && sweepNext < blockTop; n++ {
			sweepStep()
			if *list != 0 {
				return *list
			}
		}
		n := slabBlocks(class)
		if b := takeBlocks(n); b < blockCount {
			code := newSlab(b, n, kind, class)
			*blockWord(b) = newBlocks(b, ^uintptr(0)>>(32-uintptr(slotCount[class])))
			listSlots(b, code, 0)
			startIfFull()
			return *list
		}
		if sweepNext < blockTop {
			continue
		}
		if !moreRoom(tries) {
			outOfMemory(size)
		}
		tries++
	}
}

// startIfFull lets marking begin with the next object if few blocks are free.
func startIfFull() {
	if !marking && !sweeping && blockCount-blocksUsed < startAt {
		grant(0)
	}
}

// takeLarge finds n free blocks in a row, or gives blockCount.
func takeLarge(n uintptr) uintptr {
	for tries := 0; ; {
		b := takeBlocks(n)
		if b < blockCount {
			startIfFull()
			return b
		}
		if sweepNext < blockTop {
			for i := 0; i < lookForLarge && sweepNext < blockTop; i++ {
				sweepStep()
			}
			continue
		}
		if !moreRoom(tries) {
			return b
		}
		tries++
	}
}

// fillStats is readHeapStats for what this collector counts.
func fillStats(m *MemStats) {
	n, bytes := countLive()
	m.Mallocs = stats.allocs + uint64(allocCount)
	m.TotalAlloc = stats.allocBytes + uint64(granted-credit)
	m.Alloc = bytes
	if n < m.Mallocs {
		m.Frees = m.Mallocs - n
	}
}

// countLive counts the objects that have been allocated and not found dead, and their bytes.
func countLive() (n, bytes uint64) {
	for b := uintptr(0); b < blockTop; b++ {
		code := uintptr(*blockByte(b) &^ blockPending)
		switch {
		case code == blockLarge:
			n++
			bytes += uint64(runLength(b) << blockShift)
		case code >= blockSlab:
			class := code>>2 - 1
			n += uint64(slotCount[class])
			bytes += uint64(slotCount[class]) * uint64(slotSize[class])
		}
	}
	free, freeBytes := freeInLists()
	return n - uint64(free), bytes - uint64(freeBytes)
}
