// 10,000 round trips between two goroutines, over channels without buffers.

package main

func main() {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	s := 0
	for i := 0; i < 10000; i++ {
		ping <- i
		s += <-pong
	}
	close(ping)
	println(s)
}
