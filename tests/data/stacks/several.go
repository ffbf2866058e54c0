package main

// The same function is called several times: LLVM may keep its address in a register.

//go:noinline
func large(n int) int {
	var local [300]int
	for i := range local {
		local[i] = n * i
	}
	return local[n&7] + local[n&255]
}

//go:noinline
func caller(n int) int {
	x := large(n)
	x = large(x)
	x = large(x)
	x = large(x)
	return large(x)
}

//go:noinline
func deep(n int) int {
	if n == 0 {
		return 1
	}
	return deep(n-1)&1 + deep(n-1)&2 + deep(n-1)&4 + deep(n-1)
}

func main() {
	c := make(chan int)
	go func() { c <- caller(3) }()
	println(<-c)
	go func() { c <- deep(3) }()
	println(<-c)
}
