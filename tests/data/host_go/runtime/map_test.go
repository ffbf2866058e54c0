package runtime

import (
	"math"
	"math/rand"
	"testing"
	"unsafe"
)

func code(f interface{}) unsafe.Pointer {
	switch f := f.(type) {
	case func(p unsafe.Pointer, seed uintptr) uintptr:
		return unsafe.Pointer(&f)
	case func(a, b unsafe.Pointer) bool:
		return unsafe.Pointer(&f)
	}
	panic("code")
}

// narrowHash makes collisions likely.
var narrowHash = false

var intMap = &mapType{
	keySize: 4, elemSize: 8, elemOff: 16, entrySize: 24,
	hash: code(func(p unsafe.Pointer, seed uintptr) uintptr {
		h := memhash(p, seed, 4)
		if narrowHash {
			h &= 7
		}
		return h
	}),
	eq: code(func(a, b unsafe.Pointer) bool { return memequal(a, b, 4) }),
}

var floatMap = &mapType{
	keySize: 8, elemSize: 4, flags: mapKeyMayDiffer, elemOff: 16, entrySize: 20,
	hash: code(f64hash),
	eq:   code(func(a, b unsafe.Pointer) bool { return *(*float64)(a) == *(*float64)(b) }),
}

var stringMap = &mapType{
	keySize: unsafe.Sizeof(""), elemSize: 1, elemOff: 16, entrySize: 20,
	hash: code(strhash),
	eq:   code(func(a, b unsafe.Pointer) bool { return streq(*(*string)(a), *(*string)(b)) }),
}

func put(m *hmap, k int32, v int64) {
	*(*int64)(mapassign(intMap, m, unsafe.Pointer(&k))) = v
}

// TestMapModel makes random changes to a map and to the host's and compares.
func TestMapModel(t *testing.T) {
	for round := 0; round < 60; round++ {
		narrowHash = round%3 == 0
		heapUsed = 0
		r := rand.New(rand.NewSource(int64(round)))
		hint := []int{0, 3, 10, 1000, -1, 1 << 30}[round%6]
		m := makemap(intMap, hint)
		want := map[int32]int64{}
		keys := int32(1 + r.Intn(500))
		for i := 0; i < 3000; i++ {
			k, v := r.Int31n(keys)-keys/2, r.Int63()
			switch r.Intn(10) {
			case 0, 1, 2, 3, 4:
				put(m, k, v)
				want[k] = v
			case 5, 6, 7:
				mapdelete(intMap, m, unsafe.Pointer(&k))
				delete(want, k)
			case 8:
				if r.Intn(100) == 0 {
					mapclear(intMap, m)
					clear(want)
				}
			}
			p := mapaccess(intMap, m, unsafe.Pointer(&k))
			if v, ok := want[k]; ok != (p != nil) || ok && *(*int64)(p) != v {
				t.Fatalf("round %d, step %d: key %d", round, i, k)
			}
		}
		compareMaps(t, m, want)
	}
	narrowHash = false
}

func compareMaps(t *testing.T, m *hmap, want map[int32]int64) {
	t.Helper()
	if maplen(m) != len(want) {
		t.Fatalf("length %d, want %d", maplen(m), len(want))
	}
	seen := map[int32]bool{}
	var it hiter
	for mapiterinit(intMap, m, &it); mapiternext(&it); {
		k := *(*int32)(it.key)
		if seen[k] {
			t.Fatalf("key %d twice", k)
		}
		seen[k] = true
		if v, ok := want[k]; !ok || v != *(*int64)(it.elem) {
			t.Fatalf("key %d: %d, want %d", k, *(*int64)(it.elem), v)
		}
	}
	if len(seen) != len(want) {
		t.Fatalf("saw %d of %d", len(seen), len(want))
	}
}

// TestMapIterate changes the map while it is iterated over: what stays must be seen exactly once,
// what is deleted before its turn must not be seen, what is added may be.
func TestMapIterate(t *testing.T) {
	for round := 0; round < 400; round++ {
		heapUsed = 0
		r := rand.New(rand.NewSource(int64(round)))
		m := makemap(intMap, 0)
		n := int32(r.Intn(100))
		for k := int32(0); k < n; k++ {
			put(m, k, int64(k))
		}
		for k := int32(0); k < n; k += 1 + r.Int31n(5) {
			mapdelete(intMap, m, unsafe.Pointer(&k))
		}
		state := map[int32]int{} // 1 there from the start, 2 seen, 3 deleted, 4 added
		var it hiter
		for mapiterinit(intMap, m, &it); mapiternext(&it); {
			state[*(*int32)(it.key)] = 1
		}
		next := int32(1000)
		for mapiterinit(intMap, m, &it); mapiternext(&it); {
			k := *(*int32)(it.key)
			switch state[k] {
			case 0:
				t.Fatalf("key %d was never there", k)
			case 2:
				t.Fatalf("key %d twice", k)
			case 3:
				t.Fatalf("key %d was deleted", k)
			}
			state[k] = 2
			for i := r.Intn(4); i > 0 && next < 3000; i-- {
				put(m, next, 0)
				state[next] = 4
				next++
			}
			for other, s := range state {
				if s == 1 && r.Intn(4) == 0 {
					other := other
					mapdelete(intMap, m, unsafe.Pointer(&other))
					state[other] = 3
				}
				break
			}
		}
		for k, s := range state {
			if s == 1 {
				t.Fatalf("round %d: key %d was not seen", round, k)
			}
		}
	}
}

func TestMapClearWhileIterating(t *testing.T) {
	m := makemap(intMap, 0)
	for k := int32(0); k < 100; k++ {
		put(m, k, 0)
	}
	var it hiter
	n := 0
	for mapiterinit(intMap, m, &it); mapiternext(&it); n++ {
		mapclear(intMap, m)
	}
	if n != 1 {
		t.Fatalf("%d entries", n)
	}
}

func TestMapFloats(t *testing.T) {
	m := makemap(floatMap, 0)
	nan, zero, minus := math.NaN(), 0.0, math.Copysign(0, -1)
	for i := 0; i < 100; i++ {
		mapassign(floatMap, m, unsafe.Pointer(&nan))
	}
	mapassign(floatMap, m, unsafe.Pointer(&zero))
	mapassign(floatMap, m, unsafe.Pointer(&minus))
	if maplen(m) != 101 {
		t.Fatal(maplen(m))
	}
	if mapaccess(floatMap, m, unsafe.Pointer(&nan)) != nil {
		t.Fatal("found a NaN")
	}
	var it hiter
	n := 0
	for mapiterinit(floatMap, m, &it); mapiternext(&it); n++ {
		if k := *(*float64)(it.key); k == 0 && !math.Signbit(k) {
			t.Fatal("the key was not replaced")
		}
	}
	if n != 101 {
		t.Fatal(n)
	}
	mapclear(floatMap, m)
	if maplen(m) != 0 {
		t.Fatal("not cleared")
	}
}

func TestMapStrings(t *testing.T) {
	m := makemap(stringMap, 0)
	for i := 0; i < 2000; i++ {
		s := itoa(i)
		*(*byte)(mapassign(stringMap, m, unsafe.Pointer(&s))) = byte(i)
	}
	for i := 0; i < 4000; i++ {
		s := itoa(i)
		p := (*byte)(mapaccess(stringMap, m, unsafe.Pointer(&s)))
		if (p != nil) != (i < 2000) || p != nil && *p != byte(i) {
			t.Fatal(i)
		}
	}
}

func TestNilMap(t *testing.T) {
	k := int32(1)
	if mapaccess(intMap, nil, unsafe.Pointer(&k)) != nil || maplen(nil) != 0 {
		t.Fatal("a nil map is not empty")
	}
	mapdelete(intMap, nil, unsafe.Pointer(&k))
	mapclear(intMap, nil)
	var it hiter
	mapiterinit(intMap, nil, &it)
	if mapiternext(&it) {
		t.Fatal("a nil map is not empty")
	}
	check(t, message(func() { mapassign(intMap, nil, unsafe.Pointer(&k)) }), "assignment to entry in nil map")
}

// TestMapMemory: 2000 entries of 8 bytes without a hint must fit beside a program in 64 KB.
func TestMapMemory(t *testing.T) {
	words := *intMap
	words.elemSize, words.elemOff, words.entrySize = 4, 12, 16
	heapUsed = 0
	m := makemap(&words, 0)
	for k := int32(0); k < 2000; k++ {
		mapassign(&words, m, unsafe.Pointer(&k))
	}
	if heapUsed > 46<<10 {
		t.Fatal(heapUsed)
	}
	longest := 0
	for i := uintptr(0); i <= m.mask; i++ {
		n := 0
		for e := *m.chain(i << 1); e != nil; e = e.next {
			n++
		}
		if n > longest {
			longest = n
		}
	}
	t.Log("heap", heapUsed, "longest chain", longest)
	if longest > 8 {
		t.Fatal(longest)
	}
}

func TestSlices(t *testing.T) {
	heapUsed = 0
	var s slice
	for i := 0; i < 5000; i++ {
		if s.len == s.cap {
			s = growslice(s.ptr, s.len+1, s.cap, s.len, 4, 0)
		} else {
			s.len++
		}
		*(*int32)(add(s.ptr, uintptr(i)*4)) = int32(i)
	}
	for i := 0; i < 5000; i++ {
		if *(*int32)(add(s.ptr, uintptr(i)*4)) != int32(i) {
			t.Fatal(i)
		}
	}
	if b := growslice(nil, 5, 0, 0, 1, 0); b.len != 5 || b.cap != 8 {
		t.Fatal(b)
	}
}
