package main

// What lies below the goroutine's stack must never change.
var canary [64]uint32

//go:noinline
func deep(n int) int {
	var local [8]int
	local[n&7] = n
	if n == 0 {
		return local[0]
	}
	return deep(n-1) + local[(n+1)&7]
}

func main() {
	println(deep(3))
	println(deep(1 << 20))
}
