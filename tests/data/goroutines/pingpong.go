package main

func pong(in, out chan int) {
	for v := range in {
		out <- v + 1
	}
	close(out)
}

func main() {
	in, out := make(chan int), make(chan int)
	go pong(in, out)
	sum := 0
	for i := 0; i < 1000; i++ {
		in <- i
		sum += <-out
	}
	close(in)
	_, ok := <-out
	println(sum, ok)
}
