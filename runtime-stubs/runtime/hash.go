package runtime

import "unsafe"

// Hashes for maps. They need to spread well over the low bits of a word, and to be small and fast
// on a core without a long multiplication; they are not meant to withstand an attacker.

const hashFactor = 0x9e3779b1 // an odd number near 2^32 divided by the golden ratio

func mixWord(h, w uintptr) uintptr {
	h = (h ^ w) * hashFactor
	return h ^ h>>15
}

// memhash hashes size bytes, four at a time. The result does not depend on the address.
func memhash(p unsafe.Pointer, seed, size uintptr) uintptr {
	h := seed ^ size
	for ; size >= 4; size -= 4 {
		h = mixWord(h, loadWord(p))
		p = add(p, 4)
	}
	for ; size != 0; size-- {
		h = mixWord(h, uintptr(*(*byte)(p)))
		p = add(p, 1)
	}
	return h
}

// loadWord reads four bytes, little end first, at any address: not every core can do that.
func loadWord(p unsafe.Pointer) uintptr {
	if uintptr(p)&3 == 0 {
		return uintptr(*(*uint32)(p))
	}
	b := (*[4]byte)(p)
	return uintptr(b[0]) | uintptr(b[1])<<8 | uintptr(b[2])<<16 | uintptr(b[3])<<24
}

func memequal(a, b unsafe.Pointer, size uintptr) bool {
	if a == b {
		return true
	}
	if (uintptr(a)|uintptr(b))&3 == 0 {
		for ; size >= 4; size -= 4 {
			if *(*uint32)(a) != *(*uint32)(b) {
				return false
			}
			a = add(a, 4)
			b = add(b, 4)
		}
	}
	for ; size != 0; size-- {
		if *(*byte)(a) != *(*byte)(b) {
			return false
		}
		a = add(a, 1)
		b = add(b, 1)
	}
	return true
}

// strhash goes by bytes in every case: equal strings at different addresses hash alike.
func strhash(p unsafe.Pointer, seed uintptr) uintptr {
	s := (*stringHeader)(p)
	h := seed
	q := s.ptr
	for n := s.len; n != 0; n-- {
		h = (h ^ uintptr(*(*byte)(q))) * 0x01000193
		q = add(q, 1)
	}
	return mixWord(h, uintptr(s.len))
}

// f32hash and f64hash look at bits: both zeros hash alike, and a NaN, which equals nothing, hashes
// differently each time, so that many of them do not end up in one chain.
func f32hash(p unsafe.Pointer, seed uintptr) uintptr {
	bits := *(*uint32)(p)
	switch {
	case bits<<1 == 0:
		bits = 0
	case bits<<1 > 0xff000000:
		bits = fastrand()
	}
	return mixWord(seed, uintptr(bits))
}

func f64hash(p unsafe.Pointer, seed uintptr) uintptr {
	words := (*[2]uint32)(p)
	lo, hi := words[0], words[1]
	switch {
	case hi<<1|lo == 0:
		hi = 0
	case hi<<1 > 0xffe00000 || hi<<1 == 0xffe00000 && lo != 0:
		hi = fastrand()
	}
	return mixWord(mixWord(seed, uintptr(lo)), uintptr(hi))
}

func efacehash(p unsafe.Pointer, seed uintptr) uintptr {
	e := (*eface)(p)
	return valuehash(e.typ, e.data, seed)
}

func ifacehash(p unsafe.Pointer, seed uintptr) uintptr {
	i := (*iface)(p)
	if i.tab == nil {
		return seed
	}
	return valuehash(i.tab.typ, i.data, seed)
}

func valuehash(t *_type, data unsafe.Pointer, seed uintptr) uintptr {
	if t == nil {
		return seed
	}
	if t.hashfn == nil {
		panic(errorString("hash of unhashable type " + t.name))
	}
	e := eface{t, data}
	return callHash(t.hashfn, e.value(), seed^uintptr(t.hash))
}

var randState uint32

// fastrand is a xorshift generator: for hash seeds and the order of iteration, where any start will
// do. A chip with an entropy source may set randState.
func fastrand() uint32 {
	x := randState
	if x == 0 {
		x = hashFactor
	}
	x ^= x << 13
	x ^= x >> 17
	x ^= x << 5
	randState = x
	return x
}
