// The longest stop of the collector with 40 KB of objects of 16 bytes in use, in nanoseconds; QEMU
// with -icount shift=0 executes an instruction in each.

package main

import (
	"runtime"
	"runtime/debug"
)

type node struct {
	next *node
	a, b int
}

var live [2000]*node

func main() {
	debug.LongestPause()
	for i := range live {
		live[i] = &node{a: i}
	}
	for i := 0; i < 10; i++ {
		runtime.GC()
	}
	println("longest pause", debug.LongestPause())
}
