package main

// Goroutines that have ended leave their stacks to the next ones.
func main() {
	c := make(chan int)
	sum := 0
	for i := 0; i < 500; i++ {
		go func(a, b int) { c <- a * b }(i, 2)
		sum += <-c
	}
	println(sum)
	const n = 9
	first := make(chan int)
	last := first
	for i := 0; i < n; i++ {
		next := make(chan int)
		go func(in, out chan int) {
			for v := range in {
				out <- v + 1
			}
			close(out)
		}(last, next)
		last = next
	}
	go func() {
		for i := 0; i < 100; i++ {
			first <- i
		}
		close(first)
	}()
	sum = 0
	for v := range last {
		sum += v
	}
	println(sum)
}
