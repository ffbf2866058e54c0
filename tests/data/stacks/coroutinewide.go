package main

import "iter"

//go:noinline
func wide(n int) int {
	var a [5000]byte
	for i := range a {
		a[i] = byte(n + i)
	}
	return int(a[n%5000])
}

func main() {
	next, stop := iter.Pull(func(yield func(int) bool) {
		yield(1)
		yield(wide(7))
	})
	println(next())
	println(next())
	stop()
}
