package main

import (
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	c := make(chan int)
	go func() { select {} }()
	go func() {
		time.Sleep(time.Microsecond)
		var d chan int
		d <- 1
	}()
	go func() {
		select {
		case <-c:
		case c <- 1:
		}
	}()
	mu.Lock()
	go mu.Lock()
	go func() {
		var wg sync.WaitGroup
		wg.Add(1)
		wg.Wait()
	}()
	d := make(chan int)
	<-d
}
