package main

import "iter"

var sink int

//go:noinline
func deep(n int) int {
	var a [40]int
	for i := range a {
		a[i] = n + i
	}
	if n == 0 {
		return a[3]
	}
	sink += a[n%40]
	return deep(n-1) + a[n%7]
}

//go:noinline
func wide(n int) int {
	var a [1000]byte
	for i := range a {
		a[i] = byte(n + i)
	}
	return int(a[n%1000])
}

func main() {
	next, stop := iter.Pull(func(yield func(int) bool) {
		yield(1)
		yield(wide(7))
		yield(deep(100000))
	})
	println(next())
	println(next())
	println(next())
	stop()
}
