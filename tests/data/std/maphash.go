package main

import (
	"fmt"
	"hash/maphash"
)

type p struct {
	a int
	s string
	f float64
	i any
}

func main() {
	s := maphash.MakeSeed()
	x := p{1, "ab", 2.5, 7}
	y := p{1, "a" + fmt.Sprint("b"), 2.5, 7}
	fmt.Println(maphash.Comparable(s, x) == maphash.Comparable(s, y))
	y.i = int8(7)
	fmt.Println(maphash.Comparable(s, x) == maphash.Comparable(s, y))
	fmt.Println(maphash.Comparable(s, 3) == maphash.Comparable(s, 3), maphash.Comparable(s, 3) == maphash.Comparable(s, 4))
	var h maphash.Hash
	maphash.WriteComparable(&h, x)
	a := h.Sum64()
	h.Reset()
	maphash.WriteComparable(&h, p{1, "ab", 2.5, 7})
	fmt.Println(a == h.Sum64())
	defer func() { fmt.Println(recover()) }()
	y.i = []int{1}
	maphash.Comparable(s, y)
}
