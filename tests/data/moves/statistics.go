package main

import "runtime"

type node struct {
	next *node
	v    [6]int
}

var list, last *node

func stats() runtime.MemStats {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m
}

func main() {
	runtime.GC()
	before := stats()
	for i := 0; i < 200; i++ {
		list = &node{next: list}
	}
	full := stats()
	list = nil
	for i := 0; i < 50; i++ {
		last = &node{}
	}
	runtime.GC()
	after := stats()
	println(full.Mallocs-before.Mallocs >= 200,
		full.Alloc-before.Alloc >= 200*28,
		after.Mallocs-full.Mallocs >= 50,
		after.Frees-full.Frees >= 200,
		after.Alloc < before.Alloc+20*32)
}
