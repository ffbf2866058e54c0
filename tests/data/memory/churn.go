package main


type node struct {
	next *node
	a, b int
}

var live [2000]*node
var sink *node

func main() {
	// 40 KB live: 2000 nodes of 16 bytes and the table
	for i := range live {
		live[i] = &node{a: i}
	}
	x := uint32(1)
	n := 10000000
	for i := 0; i < n; i++ {
		x = x*1664525 + 1013904223
		if x>>28 == 0 {
			live[(x>>8)%2000] = &node{a: int((x >> 8) % 2000)}
		} else {
			sink = &node{b: i}
		}
	}
	s := 0
	for i := range live {
		if live[i].a != i {
			println("wrong", i, live[i].a)
		}
		s += live[i].a
	}
	println(s)
	println("ok")
}
