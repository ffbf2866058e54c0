// The longest stop of the collector while objects of 16 bytes come and go, with 40 KB of them in
// use in a heap of 64 KB, in nanoseconds; QEMU with -icount shift=0 executes an instruction in each.

package main

import "runtime/debug"

type node struct {
	next *node
	a, b int
}

var live [2000]*node
var sink *node

func main() {
	debug.LongestPause()
	for i := range live {
		live[i] = &node{a: i}
	}
	x := uint32(1)
	for i := 0; i < 50000; i++ {
		x = x*1664525 + 1013904223
		if x>>28 == 0 {
			live[(x>>8)%2000] = &node{a: int((x >> 8) % 2000)}
		} else {
			sink = &node{b: i}
		}
	}
	for i := range live {
		if live[i].a != i {
			println("wrong", i, live[i].a)
		}
	}
	println("longest stop", debug.LongestPause())
}
