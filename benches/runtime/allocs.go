// 100,000 objects of 8 bytes, at most 100 of them in use at a time.

package main

type node struct {
	next *node
	v    int
}

var head *node

func main() {
	n := 0
	for i := 0; i < 100000; i++ {
		head = &node{head, i}
		n++
		if n == 100 {
			head = nil
			n = 0
		}
	}
	println(n)
}
