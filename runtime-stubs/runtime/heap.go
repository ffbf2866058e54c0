//go:build !gc.leaking && !gc.none

package runtime

import "unsafe"

// The heap: blocks of 256 bytes, the first ones in use or used before, the rest never touched.
// A slab is one block, or two, of objects of one size class and kind; larger objects have runs of
// blocks to themselves. Behind the blocks lie two tables, a word and a byte a block,
// and the collector's stack.
//
// Free objects of a slab are in the list of their class and kind. A link is complemented, so that
// no free object is reached through another one.
//
// Nothing here masks interrupts: handlers do not allocate.

const (
	blockShift = 8
	blockSize  = 1 << blockShift
	classes    = 11
	maxSmall   = 168 // the largest class

	// Objects of at most this size have no pointer map: each word may be a pointer.
	maxUnmapped = 16
)

// What a slab holds.
const (
	kindNoScan   = iota // objects without pointers
	kindPointers        // objects in which each word may be a pointer
	kindLayout          // objects with their layout in the last word
)

// The byte of a block. The lowest bits of a slab's are its kind, those above its class, from 1 on.
const (
	blockFree    = 0
	blockMore    = 1 // belongs to the run of the block before
	blockSlab    = 4
	blockLarge   = blockSlab + classes<<2 // the first block of a run that is one object
	blockPending = 0x80                   // has marked objects that are still to be scanned
)

// The word of a slab has bit i set if object i is marked. The word of a large object is its layout
// with this bit, which no layout has.
const largeMarked = 2

// classOf gives the class of an object of n times 8 bytes.
const classOf = "\x00\x00\x01\x02\x03\x04\x05\x06\x06\x07\x07\x08\x08\x09\x09\x09\x09\x0a\x0a\x0a\x0a\x0a"

var (
	slotSize  = [classes]uint8{8, 16, 24, 32, 40, 48, 64, 80, 96, 128, 168}
	slotCount = [classes]uint8{32, 16, 10, 8, 6, 5, 4, 3, 5, 2, 3}
	// slotRecip is 1<<slotShift over the size, rounded up: it divides offsets in a slab exactly.
	slotRecip = [classes]uint16{32768, 16384, 10923, 8192, 6554, 5462, 4096, 3277, 2731, 2048, 1561}
)

const slotShift = 18

// slabBlocks is the number of blocks of a slab.
func slabBlocks(class uintptr) uintptr {
	if class == 8 || class == 10 {
		return 2
	}
	return 1
}

var (
	// freeSlots has a list of free objects for each kind and class.
	freeSlots [3 * classes]uintptr

	blockCount uintptr // in the heap
	blockTop   uintptr // those from here on were never used
	blocksUsed uintptr
	firstFree  uintptr // no block before this one is free
	sweepNext  uintptr // blocks from here to blockTop may hold dead objects
	blockWords uintptr // the address of the table of words
	blockBytes uintptr // and of bytes

	// collectAt is the number of blocks in use at which a collection is due even though there is
	// memory left.
	collectAt uintptr = 1<<32 - 1

	stats heapStats
)

// reclaiming is set to false at compile time if the program allocates so little that nothing needs
// to be freed. Then allocForever hands out what lies behind forever.
var (
	reclaiming = true
	forever    uintptr
)

// counting is set to false at compile time if nothing in the program reads the statistics. What
// only they need is then not there.
var counting = true

func allocForever(size uintptr) unsafe.Pointer {
	n := (size + heapAlign - 1) &^ (heapAlign - 1)
	if n < size || n > heapSize()-forever {
		outOfMemory(size)
	}
	p := unsafe.Pointer(heapBase() + forever)
	forever += n
	memclr(p, n)
	return p
}

// heapStats counts since the start. Objects in the lists count as allocated in between.
type heapStats struct {
	allocs, frees         uint64
	allocBytes, freeBytes uint64
	collections, forced   uint32
	pause, longestPause   timeUnit
}

func blockWord(b uintptr) *uintptr {
	return word(blockWords + b*wordSize)
}

func blockByte(b uintptr) *uint8 {
	return (*uint8)(unsafe.Pointer(blockBytes + b))
}

// alloc gives size bytes, zeroed if the layout does not say otherwise.
func alloc(size uintptr, layout uintptr) unsafe.Pointer {
	if interrupts && irqActive() {
		fatal("an interrupt handler allocates memory")
	}
	if gcStress {
		stress()
	}
	if !reclaiming {
		return allocForever(size)
	}
	kind := uintptr(kindNoScan)
	need := size
	if layout&^layoutNotZeroed != layoutNoPointers {
		kind = kindPointers
		if size > maxUnmapped && layout != layoutPointers && layout != layoutUnknown {
			kind = kindLayout
			need += wordSize
		}
	}
	if need > maxSmall {
		return allocLarge(size, layout)
	}
	if size == 0 {
		return unsafe.Pointer(&zeroSized)
	}
	class := uintptr(classOf[(need+7)>>3])
	list := &freeSlots[kind*classes+class]
	p := *list
	if p == 0 {
		p = refill(kind, class, size)
	}
	*list = ^*word(p)
	if incremental {
		charge(uintptr(slotSize[class]))
		if credit < 0 {
			pace(p)
		}
	}
	if layout&layoutNotZeroed == 0 {
		memclr(unsafe.Pointer(p), (size+7)&^7)
	}
	if kind == kindLayout {
		*word(p + uintptr(slotSize[class]) - wordSize) = layout
	}
	return unsafe.Pointer(p)
}

// refill finds free objects for an empty list and gives the first of them.
//
//go:noinline
func refill(kind, class, size uintptr) uintptr {
	initHeap()
	if incremental {
		return refillInSteps(kind, class, size)
	}
	list := &freeSlots[kind*classes+class]
	for tries := 0; ; tries++ {
		for sweepNext < blockTop {
			sweepStep()
			if *list != 0 {
				return *list
			}
		}
		if tries != 0 || blocksUsed < collectAt {
			n := slabBlocks(class)
			if b := takeBlocks(n); b < blockCount {
				listSlots(b, newSlab(b, n, kind, class), 0)
				return *list
			}
		}
		if tries != 0 {
			outOfMemory(size)
		}
		collect()
	}
}

// newSlab makes n blocks from b on a slab and gives its code.
func newSlab(b, n, kind, class uintptr) uintptr {
	code := blockSlab + class<<2 + kind
	*blockByte(b) = uint8(code)
	if n != 1 {
		*blockByte(b + 1) = blockMore
	}
	return code
}

// allocLarge gives an object that has blocks of its own.
//
//go:noinline
func allocLarge(size, layout uintptr) unsafe.Pointer {
	initHeap()
	n := (size + blockSize - 1) >> blockShift
	b := blockCount
	if incremental && n != 0 {
		b = takeLarge(n)
	} else if n != 0 {
		sweepRest()
		if blocksUsed+n <= collectAt {
			b = takeBlocks(n)
		}
		if b == blockCount {
			collect()
			sweepRest()
			b = takeBlocks(n)
		}
	}
	if b == blockCount {
		outOfMemory(size)
	}
	*blockByte(b) = blockLarge
	*blockWord(b) = layout&^layoutNotZeroed | newBlocks(b, largeMarked)
	for i := uintptr(1); i < n; i++ {
		*blockByte(b + i) = blockMore
	}
	p := unsafe.Pointer(heapBase() + b<<blockShift)
	if layout&layoutNotZeroed == 0 {
		memclr(p, n<<blockShift)
	}
	if incremental {
		charge(n << blockShift)
		if credit < 0 {
			pace(uintptr(p))
		}
	} else if counting {
		stats.allocs++
		stats.allocBytes += uint64(n << blockShift)
	}
	return p
}

func initHeap() {
	if blockCount != 0 {
		return
	}
	const perBlock = blockSize + wordSize + 1 + markStackShare + shadowShare
	n := (heapSize() - minMarkStack) / perBlock
	if heapSize() < 2*perBlock+minMarkStack {
		outOfMemory(blockSize)
	}
	blockCount = n
	blockWords = heapBase() + n<<blockShift
	markStack = blockWords + n*wordSize
	markStackEnd = markStack + (n*markStackShare+minMarkStack)&^(wordSize-1)
	blockBytes = markStackEnd
	if incremental {
		initPace()
	}
}

// takeBlocks finds n free blocks in a row, the first ones there are; blockCount means that there
// are none. The sweep must be done.
func takeBlocks(n uintptr) uintptr {
	run := uintptr(0)
	for b := firstFree; b < blockCount; b++ {
		if b < blockTop && *blockByte(b) != blockFree {
			run = 0
			continue
		}
		run++
		if run == n {
			b++
			start := b - n
			if start == firstFree {
				firstFree = b
			}
			if b > blockTop {
				if !incremental || sweepNext == blockTop {
					sweepNext = b
				}
				blockTop = b
			}
			blocksUsed += n
			return start
		}
	}
	return blockCount
}

// listSlots puts the objects of a slab that are not marked into the list.
func listSlots(b, code, marked uintptr) {
	class := code>>2 - 1
	kind := code & 3
	size := uintptr(slotSize[class])
	count := uintptr(slotCount[class])
	list := &freeSlots[kind*classes+class]
	p := heapBase() + b<<blockShift + count*size
	next := *list
	listed := uintptr(0)
	for bit := uintptr(1) << ((count - 1) & 31); bit != 0; bit >>= 1 {
		p -= size
		if marked&bit != 0 {
			continue
		}
		if gcStress {
			poison(p, size)
		}
		*word(p) = ^next
		if kind == kindLayout {
			*word(p + size - wordSize) = layoutNoPointers
		}
		next = p
		listed++
	}
	*list = next
	if incremental {
		freedBytes += listed * size
	} else if counting {
		stats.allocs += uint64(listed)
		stats.allocBytes += uint64(listed * size)
	}
}

// sweepStep frees what is dead in the next block.
func sweepStep() {
	b := sweepNext
	sweepNext++
	code := uintptr(*blockByte(b))
	if code < blockSlab {
		return
	}
	marked := *blockWord(b)
	if code == blockLarge {
		if marked&largeMarked == 0 {
			n := freeRun(b)
			if counting {
				stats.frees++
				stats.freeBytes += uint64(n << blockShift)
			}
		} else if incremental {
			*blockWord(b) = marked &^ largeMarked
		}
		return
	}
	if incremental {
		if marked == 0 {
			freeRun(b)
		} else {
			listSlots(b, code, marked)
			*blockWord(b) = 0
		}
		return
	}
	if counting {
		countDead(code>>2-1, marked)
	}
	if marked == 0 {
		freeRun(b)
		return
	}
	listSlots(b, code, marked)
}

// countDead counts the objects of a slab that are not marked as freed.
func countDead(class, marked uintptr) {
	n := uintptr(slotCount[class])
	for ; marked != 0; marked &= marked - 1 {
		n--
	}
	stats.frees += uint64(n)
	stats.freeBytes += uint64(n * uintptr(slotSize[class]))
}

// freeRun frees a slab or a large object, and gives its number of blocks.
func freeRun(b uintptr) uintptr {
	n := runLength(b)
	for i := uintptr(0); i < n; i++ {
		*blockByte(b + i) = blockFree
	}
	if gcStress {
		poison(heapBase()+b<<blockShift, n<<blockShift)
	}
	blocksUsed -= n
	if b < firstFree {
		firstFree = b
	}
	return n
}

// runLength is the number of blocks of the slab or large object that begins at b.
func runLength(b uintptr) uintptr {
	n := uintptr(1)
	for b+n < blockTop && *blockByte(b + n) == blockMore {
		n++
	}
	return n
}

// sweepRest ends the sweep.
func sweepRest() {
	for sweepNext < blockTop {
		sweepStep()
	}
	for blockTop != 0 && *blockByte(blockTop - 1) == blockFree {
		blockTop--
	}
	sweepNext = blockTop
}

// heapFree is the size of the blocks that are free.
func heapFree() uintptr {
	if blockCount == 0 {
		return heapSize() - forever
	}
	return (blockCount - blocksUsed) << blockShift
}

// largestFree is the size of the largest object that could be allocated without a collection.
func largestFree() uintptr {
	if !reclaiming {
		return heapFree() &^ (heapAlign - 1)
	}
	run, most := uintptr(0), uintptr(0)
	for b := uintptr(0); b < blockCount; b++ {
		run++
		if b < blockTop && *blockByte(b) != blockFree {
			run = 0
		}
		if run > most {
			most = run
		}
	}
	return most << blockShift
}

// freeInLists is the number and the size of the objects in the lists.
func freeInLists() (n, bytes uintptr) {
	for i := uintptr(0); i < 3*classes; i++ {
		for p := freeSlots[i]; p != 0; p = ^*word(p) {
			n++
			bytes += uintptr(slotSize[i%classes])
		}
	}
	return n, bytes
}
