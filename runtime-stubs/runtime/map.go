package runtime

import "unsafe"

// Maps are hash tables with chains. The entries live in chunks and never move: the address of an
// element stays right while the map grows, growing copies nothing but the table of chains, and an
// iteration meets every entry at most once because it goes by place and not by hash.
//
// An entry is {next, hash, key, element}. Its hash has the lowest bit set; zero marks a place that
// was never used or whose entry was deleted. Deleted places are kept in a list and used again.

type mapType struct {
	keySize  uintptr
	elemSize uintptr
	hash     unsafe.Pointer
	eq       unsafe.Pointer
	flags    uintptr
	// Of an entry: where its element is, its size, and its layout for the allocator.
	elemOff   uintptr
	entrySize uintptr
	layout    uintptr
}

const (
	mapHashMayPanic = 4 // flags of mapType
	mapKeyMayDiffer = 8 // equal keys can have different bits, as +0 and -0
)

type mapEntry struct {
	next *mapEntry
	hash uintptr
	// the key follows, then, at elemOff, the element
}

const mapKeyOff = unsafe.Sizeof(mapEntry{}) // whatever the key's alignment

// mapChunk lies in the first of n + 1 places for entries. Its words are as those of an entry, so
// that the layout of entries is that of the chunk.
type mapChunk struct {
	next *mapChunk
	n    uintptr
}

type hmap struct {
	t       *mapType
	count   int
	mask    uintptr // number of chains - 1
	chains  *[0]*mapEntry
	one     *mapEntry // the only chain of a small map
	free    *mapEntry // deleted places
	first   *mapChunk
	last    *mapChunk // where new entries go
	used    uintptr   // places used in last
	seed    uintptr
}

const (
	mapSmall    = 4    // entries in the first chunk, and in the only chain of a small map
	mapLoad     = 2    // entries per chain at which the chains are doubled
	mapMaxChunk = 1024 // entries
	wordSize    = unsafe.Sizeof(uintptr(0))
)

func makemap(t *mapType, hint int) *hmap {
	m := new(hmap)
	m.t = t
	m.seed = uintptr(fastrand())
	m.chains = (*[0]*mapEntry)(unsafe.Pointer(&m.one))
	// A hint that would take most of what memory is left is only a hint.
	need, ok := mulSize(uintptr(hint), t.entrySize+wordSize)
	if hint > mapSmall && ok && need < heapFree()/2 {
		chains := uintptr(mapSmall)
		for chains*mapLoad < uintptr(hint) {
			chains <<= 1
		}
		m.setChains(chains)
		m.newChunk(uintptr(hint))
	}
	return m
}

func (m *hmap) setChains(n uintptr) {
	m.chains = (*[0]*mapEntry)(alloc(n*wordSize, layoutPointers))
	m.mask = n - 1
}

func (m *hmap) chain(hash uintptr) **mapEntry {
	return (**mapEntry)(add(unsafe.Pointer(m.chains), (hash>>1&m.mask)*wordSize))
}

func (e *mapEntry) key() unsafe.Pointer {
	return add(unsafe.Pointer(e), mapKeyOff)
}

func maphash(t *mapType, m *hmap, key unsafe.Pointer) uintptr {
	return callHash(t.hash, key, m.seed) | 1
}

// find gives the entry of a key, or nil.
func (m *hmap) find(t *mapType, key unsafe.Pointer, hash uintptr) *mapEntry {
	for e := *m.chain(hash); e != nil; e = e.next {
		if e.hash == hash && callEq(t.eq, key, e.key()) {
			return e
		}
	}
	return nil
}

func maplen(m *hmap) int {
	if m == nil {
		return 0
	}
	return m.count
}

// mapIsEmpty is for look-ups, which panic for a key that cannot be hashed even in an empty map.
func mapIsEmpty(t *mapType, m *hmap, key unsafe.Pointer) bool {
	if m != nil && m.count != 0 {
		return false
	}
	if t.flags&mapHashMayPanic != 0 {
		callHash(t.hash, key, 0)
	}
	return true
}

// mapaccess gives the address of the element, or nil if there is none.
func mapaccess(t *mapType, m *hmap, key unsafe.Pointer) unsafe.Pointer {
	if mapIsEmpty(t, m, key) {
		return nil
	}
	e := m.find(t, key, maphash(t, m, key))
	if e == nil {
		return nil
	}
	return add(unsafe.Pointer(e), t.elemOff)
}

// mapassign gives the address of the element, which is new and zero if there was none.
func mapassign(t *mapType, m *hmap, key unsafe.Pointer) unsafe.Pointer {
	if m == nil {
		panic(plainError("assignment to entry in nil map"))
	}
	hash := maphash(t, m, key)
	e := m.find(t, key, hash)
	if e == nil {
		e = m.insert(hash)
		memmove(e.key(), key, t.keySize)
	} else if t.flags&mapKeyMayDiffer != 0 {
		if incremental {
			overwrite(e.key(), t.keySize)
		}
		memmove(e.key(), key, t.keySize)
	}
	return add(unsafe.Pointer(e), t.elemOff)
}

// insert gives a zeroed place, entered in its chain.
func (m *hmap) insert(hash uintptr) *mapEntry {
	if n := uintptr(m.count); n >= (m.mask+1)*mapLoad && n >= mapSmall {
		m.grow()
	}
	e := m.free
	if e != nil {
		m.free = e.next
	} else {
		e = m.newEntry()
	}
	chain := m.chain(hash)
	e.next = *chain
	e.hash = hash
	*chain = e
	m.count++
	return e
}

// grow doubles the number of chains.
func (m *hmap) grow() {
	old, n := m.chains, m.mask+1
	next := n * 2
	if next < mapSmall {
		next = mapSmall
	}
	m.setChains(next)
	for ; n != 0; n-- {
		e := *(**mapEntry)(unsafe.Pointer(old))
		for e != nil {
			following := e.next
			chain := m.chain(e.hash)
			e.next = *chain
			*chain = e
			e = following
		}
		old = (*[0]*mapEntry)(add(unsafe.Pointer(old), wordSize))
	}
}

// newEntry takes the next place that was never used since the map was made or cleared.
func (m *hmap) newEntry() *mapEntry {
	c := m.last
	if c == nil || m.used == c.n {
		m.used = 0
		if c != nil && c.next != nil {
			m.last = c.next
		} else {
			n := uintptr(m.count) / 8
			if n < mapSmall {
				n = mapSmall
			}
			if n > mapMaxChunk {
				n = mapMaxChunk
			}
			m.newChunk(n)
		}
		c = m.last
	}
	e := c.entry(m, m.used)
	m.used++
	return e
}

// newChunk appends a chunk, which becomes the last one.
func (m *hmap) newChunk(n uintptr) {
	size, ok := mulSize(n+1, m.t.entrySize)
	if !ok {
		outOfMemory(maxAlloc)
	}
	c := (*mapChunk)(alloc(size, m.t.layout))
	c.n = n
	if m.last == nil {
		m.first = c
	} else {
		m.last.next = c
	}
	m.last = c
}

func (c *mapChunk) entry(m *hmap, i uintptr) *mapEntry {
	return (*mapEntry)(add(unsafe.Pointer(c), (i+1)*m.t.entrySize))
}

func mapdelete(t *mapType, m *hmap, key unsafe.Pointer) {
	if mapIsEmpty(t, m, key) {
		return
	}
	hash := maphash(t, m, key)
	link := m.chain(hash)
	for e := *link; e != nil; e = *link {
		if e.hash == hash && callEq(t.eq, key, e.key()) {
			*link = e.next
			if incremental {
				overwrite(unsafe.Pointer(e), t.entrySize)
			}
			memclr(unsafe.Pointer(e), t.entrySize)
			e.next = m.free
			m.free = e
			m.count--
			return
		}
		link = &e.next
	}
}

// mapclear keeps the memory of the map for the entries to come.
func mapclear(t *mapType, m *hmap) {
	if m == nil || m.count == 0 {
		return
	}
	m.count = 0
	memclr(unsafe.Pointer(m.chains), (m.mask+1)*wordSize)
	for c := m.first; c != nil; c = c.next {
		if incremental {
			overwrite(unsafe.Pointer(c.entry(m, 0)), c.n*t.entrySize)
		}
		memclr(unsafe.Pointer(c.entry(m, 0)), c.n*t.entrySize)
	}
	m.free = nil
	m.last = m.first
	m.used = 0
}
