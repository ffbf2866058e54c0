package main

import (
	"runtime"
	"sync"
	"time"
)

type result struct{ job, worker, square, a, b int }

func worker(id int, jobs <-chan int, results chan<- result) {
	for j := range jobs {
		time.Sleep(time.Duration(j%7) * 100 * time.Microsecond)
		results <- result{job: j, worker: id, square: j * j}
	}
}

func main() {
	jobs, results := make(chan int), make(chan result, 3)
	var wg sync.WaitGroup
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			worker(i, jobs, results)
		}()
	}
	go func() {
		for i := 0; i < 100; i++ {
			jobs <- i
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	sum, n := 0, 0
	workers := map[int]bool{}
	for r := range results {
		sum += r.square
		n++
		workers[r.worker] = true
	}
	println(n, sum, len(workers))
	for runtime.NumGoroutine() > 1 {
		runtime.Gosched()
	}
	println(runtime.NumGoroutine())
}
