package runtime

import "unsafe"

// An iteration goes through the chunks as through a ring: from a random place to the end, then from
// the beginning to that place. Entries do not move, so each is met at most once; one that is
// deleted before its turn is not met, one that is added may be.

type hiter struct {
	key  unsafe.Pointer // of the entry that mapiternext found
	elem unsafe.Pointer
	m    *hmap
	// The place to look at next, and the one to end at.
	chunk    *mapChunk
	i        uintptr
	endChunk *mapChunk
	endI     uintptr
	wrapped  bool
}

func mapiterinit(t *mapType, m *hmap, it *hiter) {
	*it = hiter{}
	if m == nil || m.count == 0 {
		return
	}
	it.m = m
	// Below the number of entries all places are in use unless there were deletions, so that the
	// start is among them; where it is exactly does not matter.
	c, i := m.first, uintptr(fastrand()>>8)&(m.mask|(mapSmall-1))
	for i >= c.n {
		i -= c.n
		c = c.next
		if c == nil {
			c, i = m.first, 0
		}
	}
	it.chunk, it.i = c, i
	it.endChunk, it.endI = c, i
}

// mapiternext finds the next entry; false means that there is none.
func mapiternext(it *hiter) bool {
	m := it.m
	if m == nil {
		return false
	}
	for {
		c := it.chunk
		if it.wrapped && c == it.endChunk && it.i == it.endI {
			return false
		}
		if it.i == c.n {
			it.i = 0
			it.chunk = c.next
			if c.next == nil {
				if it.wrapped {
					return false
				}
				it.wrapped = true
				it.chunk = m.first
			}
			continue
		}
		e := c.entry(m, it.i)
		it.i++
		if e.hash != 0 {
			it.key = e.key()
			it.elem = add(unsafe.Pointer(e), m.t.elemOff)
			return true
		}
	}
}
