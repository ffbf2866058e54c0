package main

// A goroutine that waits, with a stack full of a pattern: whose stack is next to the one that
// overflows, and must keep it.

//go:noinline
func deep(n int) int {
	var local [8]int
	local[n&7] = n
	if n == 0 {
		return local[0]
	}
	return deep(n-1) + local[(n+1)&7]
}

var done = make(chan bool)

func neighbour(start chan bool) {
	var pattern [64]uint32
	for i := range pattern {
		pattern[i] = 0x5a5a5a5a
	}
	<-start
	for i := range pattern {
		if pattern[i] != 0x5a5a5a5a {
			println("damaged")
		}
	}
	println("kept")
	done <- true
}

func main() {
	a, b := make(chan bool), make(chan bool)
	go neighbour(a)
	go func() {
		n := deep(4)
		for {
			println(n, deep(n))
			// Ever deeper, up to the report.
			n += 4
			a <- true
			<-done
			go neighbour(a)
		}
	}()
	<-b
}
