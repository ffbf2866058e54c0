package main

import "runtime"

var (
	objects [300][]byte
	room    [600][]byte
	more    = room[:0]
)

func used() (bytes, size uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, m.HeapSys - m.GCSys
}

//go:noinline
func drop(every int) {
	for i := range objects {
		if every == 0 || i%every != 0 {
			objects[i] = nil
		}
	}
}

// left keeps the compiler from finding out that nobody reads what is stored.
//
//go:noinline
func left() (n int) {
	for i := range objects {
		if objects[i] != nil {
			n += len(objects[i]) + len(room[i])
		}
	}
	return n
}

func main() {
	x := uint32(99)
	random := func(n uint32) uint32 {
		x = x*1664525 + 1013904223
		return (x >> 8) % n
	}
	// Objects of 1 to 500 bytes come and go; about half of the memory is in use at a time.
	for i := 0; i < 100000; i++ {
		size := random(60) + 1
		if random(16) == 0 {
			size = random(500) + 1
		}
		objects[random(300)] = make([]byte, size)
	}
	// Most go for good. What is free then can be used by others.
	drop(10)
	sizes := [...]int{8, 16, 24, 32, 40, 48, 64, 80, 96, 128, 168, 256, 512}
	alloc, size := used()
	free := size - alloc
	got := uint64(0)
	for got < free*9/10 {
		n := sizes[random(13)]
		more = append(more, make([]byte, n))
		got += uint64(n)
	}
	println(free, got)
	// Everything goes: one object can take nearly all.
	more = nil
	clear(room[:])
	drop(0)
	alloc, size = used()
	big := make([]byte, (size-alloc)*9/10)
	println(len(big))
	if left() == 0 {
		println("ok")
	}
}
