//go:build !gc.leaking && !gc.none

package runtime

import "unsafe"

// The collector: mark and sweep. It runs when the memory is used up, or as much of it as
// debug.SetGCPercent and SetMemoryLimit allow. Roots are the global variables, all stacks and the
// registers; there, and where an object has no pointer map, every word that is the address of an
// object or of something inside one counts as a pointer. Marking needs no recursion: what is still
// to be scanned is on a stack of its own, and where that is full, the block is noted for later.
// Sweeping goes on block by block as memory is needed.
//
// Interrupts are on all the time. A handler cannot allocate; what it sends to channels meanwhile is
// noted, and the global variables are scanned once more at the end for what it may have moved there.

const (
	// markStackShare is how many bytes the collector's stack has for each block of the heap, on
	// top of minMarkStack.
	markStackShare = 1
	minMarkStack   = 128
)

var (
	markStack    uintptr // the lowest address of the stack
	markStackEnd uintptr
	markStackTop uintptr // where the next entry goes
	overflowed   bool    // some block is pending
	collecting   bool

	gcPercent   int32 = 100
	percentSet  bool
	memoryLimit uintptr = 1<<32 - 1
	timed       bool // pauses are measured

	// What interrupt handlers have sent since the collection began.
	shaded      [16]uintptr
	shadedCount int
	shadedMore  bool // there was no room for all of it

	// spilled is where embgo_try leaves the stack pointer.
	spilled deferFrame
)

//go:extern _sdata
var dataStart byte

//go:extern _edata
var dataEnd byte

//go:extern _sbss
var bssStart byte

//go:extern _ebss
var bssEnd byte

// collect finds out which objects are in use. What is not is freed by the sweep later.
func collect() {
	if blockCount == 0 || collecting {
		return
	}
	var began timeUnit
	if timed {
		began = ticks()
	}
	collecting = true
	if incremental {
		abandonMarking()
	}
	sweepRest()
	if !incremental && counting {
		n, bytes := freeInLists()
		stats.allocs -= uint64(n)
		stats.allocBytes -= uint64(bytes)
		stats.frees -= uint64(n)
		stats.freeBytes -= uint64(bytes)
	}
	for i := uintptr(0); i < 3*classes; i++ {
		freeSlots[i] = 0
	}
	for b := uintptr(0); b < blockTop; b++ {
		if w := blockWord(b); *blockByte(b) == blockLarge {
			*w &^= largeMarked
		} else {
			*w = 0
		}
	}
	markStackTop = markStack
	dropEnded()
	scanStacks()
	markGlobals()
	if interrupts && !incremental {
		markGlobals()
		markShaded()
	}
	settleShaded()
	if specials != nil {
		markSpecials()
	}
	if incremental {
		settleShaded()
		beginSweep()
	} else {
		sweepNext = 0
		if counting {
			stats.collections++
		}
		setTrigger()
	}
	collecting = false
	if gcStress {
		sweepRest()
	}
	if timed {
		noteStop(began)
	}
}

// noteStop measures a stop.
func noteStop(began timeUnit) {
	took := ticks() - began
	stats.pause += took
	if took > stats.longestPause {
		stats.longestPause = took
	}
}

// scanStacks marks what the stacks refer to. The registers that a call keeps go to the stack.
func scanStacks() {
	embgo_try(&spilled, codeOf(closureOf(markRoots)), nil)
}

// setTrigger decides when the next collection is due.
func setTrigger() {
	collectAt = 1<<32 - 1
	if percentSet || memoryLimit != 1<<32-1 {
		sweepRest()
		if gcPercent >= 0 && percentSet {
			collectAt = blocksUsed + uintptr(uint64(blocksUsed)*uint64(gcPercent)/100) + 8
		}
		if limit := memoryLimit >> blockShift; limit < collectAt {
			collectAt = limit
		}
	}
	if incremental {
		setStart()
	}
}

// markRoots marks what the stacks refer to.
func markRoots() {
	_, high := stackRange()
	if scheduling {
		if current != &mainG {
			high += unsafe.Sizeof(g{})
		}
		for gp := &mainG; gp != nil; gp = gp.other {
			top := uintptr(unsafe.Pointer(&stackTop))
			if gp != &mainG {
				top = uintptr(unsafe.Pointer(gp)) + unsafe.Sizeof(g{})
				mark(gp.low)
			}
			if gp != current && !gp.ended {
				markRange(gp.sp, top)
			}
		}
	}
	markRange(getsp(), high)
}

func markGlobals() {
	markRange(uintptr(unsafe.Pointer(&dataStart)), uintptr(unsafe.Pointer(&dataEnd)))
	markRange(uintptr(unsafe.Pointer(&bssStart)), uintptr(unsafe.Pointer(&bssEnd)))
}

// shade notes what may be pointers in a value that an interrupt handler sends.
func shade(p unsafe.Pointer, size uintptr) {
	at := uintptr(p)
	if at&(wordSize-1) != 0 {
		return
	}
	for ; size >= wordSize; size -= wordSize {
		shadeWord(*word(at))
		at += wordSize
	}
}

// shadeWord notes one word; interrupts are off, or a handler calls.
func shadeWord(w uintptr) {
	if w-heapBase() >= blockTop<<blockShift {
		return
	}
	if shadedCount == len(shaded) {
		shadedMore = true
		return
	}
	shaded[shadedCount] = w
	shadedCount++
}

// markShaded marks what handlers have sent; interrupts are off for a few instructions at a time.
func markShaded() {
	for {
		state := irqDisable()
		n := shadedCount
		if n == 0 {
			irqRestore(state)
			break
		}
		shadedCount = n - 1
		w := shaded[n-1]
		irqRestore(state)
		mark(w)
		drain()
	}
	if shadedMore {
		// It is in the buffers of channels: all that is marked is scanned again.
		shadedMore = false
		overflowed = true
		for b := uintptr(0); b < blockTop; b++ {
			if code := *blockByte(b); code >= blockSlab && (code == blockLarge && *blockWord(b)&largeMarked != 0 || code != blockLarge && code&3 != kindNoScan && *blockWord(b) != 0) {
				*blockByte(b) = code | blockPending
			}
		}
		drain()
	}
}

// dropEnded forgets the goroutines that have ended, so that their stacks are freed.
func dropEnded() {
	if !scheduling || ended == nil {
		return
	}
	ended = nil
	last := &mainG
	for gp := mainG.other; gp != nil; gp = gp.other {
		// One that is about to end still runs on its stack.
		if !gp.ended || gp == current {
			last.other = gp
			last = gp
		}
	}
	last.other = nil
	lastG = last
}

// markRange marks all that the words of a range of memory refer to, and what those refer to.
func markRange(p, end uintptr) {
	p &^= wordSize - 1
	for ; p+wordSize <= end; p += wordSize {
		mark(*word(p))
		if markStackTop != markStack && !stepping {
			drain()
		}
	}
	if !stepping {
		drain()
	}
}

// mark marks the object that p points into, if there is one, and leaves it to drain.
func mark(p uintptr) {
	off := p - heapBase()
	if off >= blockTop<<blockShift {
		return
	}
	b := off >> blockShift
	code := uintptr(*blockByte(b) &^ blockPending)
	for code == blockMore {
		b--
		code = uintptr(*blockByte(b) &^ blockPending)
	}
	if code == blockFree {
		return
	}
	w := blockWord(b)
	if code == blockLarge {
		if *w&largeMarked != 0 {
			return
		}
		*w |= largeMarked
		if *w != layoutNoPointers|largeMarked {
			push(heapBase()+b<<blockShift, b)
		}
		return
	}
	class := code>>2 - 1
	slot := (off - b<<blockShift) * uintptr(slotRecip[class]) >> slotShift
	bit := uintptr(1) << slot
	if *w&bit != 0 || slot >= uintptr(slotCount[class]) {
		return
	}
	*w |= bit
	if code&3 != kindNoScan {
		push(heapBase()+b<<blockShift+slot*uintptr(slotSize[class]), b)
	}
}

// push notes an object that is marked and not yet scanned.
func push(p, b uintptr) {
	if markStackTop == markStackEnd {
		*blockByte(b) |= blockPending
		overflowed = true
		return
	}
	*word(markStackTop) = p
	markStackTop += wordSize
}

// drain scans objects until all that are marked have been scanned.
func drain() {
	for {
		for markStackTop != markStack {
			markStackTop -= wordSize
			scan(*word(markStackTop))
		}
		if !overflowed {
			return
		}
		overflowed = false
		for b := uintptr(0); b < blockTop; b++ {
			if *blockByte(b)&blockPending != 0 {
				*blockByte(b) &^= blockPending
				scanBlock(b)
			}
		}
	}
}

// scanBlock scans the marked objects of a block again.
func scanBlock(b uintptr) {
	start := heapBase() + b<<blockShift
	code := uintptr(*blockByte(b))
	if code == blockLarge {
		scan(start)
		return
	}
	size := uintptr(slotSize[code>>2-1])
	for marked := *blockWord(b); marked != 0; marked >>= 1 {
		if marked&1 != 0 {
			scan(start)
		}
		start += size
	}
}

// scan marks what an object, at p, refers to.
func scan(p uintptr) {
	b := (p - heapBase()) >> blockShift
	code := uintptr(*blockByte(b) &^ blockPending)
	if code == blockMore {
		b--
		code = uintptr(*blockByte(b) &^ blockPending)
	}
	layout := uintptr(layoutPointers)
	var end uintptr
	if code == blockLarge {
		layout = *blockWord(b) &^ largeMarked
		end = p + runLength(b)<<blockShift
	} else {
		end = p + uintptr(slotSize[code>>2-1])
		if code&3 == kindLayout {
			end -= wordSize
			layout = *word(end)
		}
	}
	if layout == layoutPointers || layout == layoutUnknown {
		for ; p < end; p += wordSize {
			mark(*word(p))
		}
		return
	}
	if layout&1 != 0 {
		size := layout >> 2 & 31 * wordSize
		if size == 0 {
			return
		}
		for ; p+size <= end; p += size {
			at := p
			for bits := layout >> 7; bits != 0; bits >>= 1 {
				if bits&1 != 0 {
					mark(*word(at))
				}
				at += wordSize
			}
		}
		return
	}
	n := *word(layout)
	for ; p+n*wordSize <= end; p += n * wordSize {
		for i := uintptr(0); i < n; i++ {
			if *word(layout + wordSize + i>>5*wordSize)>>(i&31)&1 != 0 {
				mark(*word(p + i*wordSize))
			}
		}
	}
}

// isMarked tells whether the object that begins at p is in use, after marking.
func isMarked(p uintptr) bool {
	off := p - heapBase()
	if off >= blockTop<<blockShift {
		return true
	}
	b := off >> blockShift
	code := uintptr(*blockByte(b) &^ blockPending)
	for code == blockMore {
		b--
		code = uintptr(*blockByte(b) &^ blockPending)
	}
	switch {
	case code == blockFree:
		return true
	case code == blockLarge:
		return *blockWord(b)&largeMarked != 0
	}
	slot := (off - b<<blockShift) * uintptr(slotRecip[code>>2-1]) >> slotShift
	return *blockWord(b)>>slot&1 != 0
}

func setGCPercent(percent int32) int32 {
	old := gcPercent
	if percent < 0 {
		percent = -1
	}
	gcPercent = percent
	percentSet = true
	setTrigger()
	return old
}

func setMemoryLimit(limit int64) int64 {
	old := int64(memoryLimit)
	if memoryLimit == 1<<32-1 {
		old = 1<<63 - 1
	}
	if limit >= 0 {
		memoryLimit = 1<<32 - 1
		if limit < 1<<32-1 {
			memoryLimit = uintptr(limit)
		}
		setTrigger()
	}
	return old
}

// forceCollection is runtime.GC.
func forceCollection() {
	collect()
	sweepRest()
	if counting {
		stats.forced++
	}
}

// longestPause is how long the longest collection took, in nanoseconds; they are measured from the
// first call on.
func longestPause() int64 {
	timed = true
	return ticksToNanoseconds(stats.longestPause)
}

func readHeapStats(m *MemStats) {
	timed = true
	sweepRest()
	n, bytes := freeInLists()
	m.Mallocs = stats.allocs - uint64(n)
	m.TotalAlloc = stats.allocBytes - uint64(bytes)
	m.Frees = stats.frees
	m.Alloc = m.TotalAlloc - stats.freeBytes
	if incremental {
		fillStats(m)
	}
	m.HeapInuse = uint64(blocksUsed) << blockShift
	m.GCSys = uint64(heapSize() - blockCount<<blockShift)
	m.NumGC = stats.collections
	m.NumForcedGC = stats.forced
	m.PauseTotalNs = uint64(ticksToNanoseconds(stats.pause))
	m.NextGC = uint64(blockCount) << blockShift
	if collectAt < blockCount {
		m.NextGC = uint64(collectAt) << blockShift
	}
}
