package main

import (
	"runtime/interrupt"
	"runtime/volatile"
	"sync"
	"unsafe"
)

// Timer 0 of the LM3S6965.
const (
	clocks = 0x400fe104
	timer  = 0x40030000
	irq    = 19
)

func set(address uintptr, value uint32) {
	volatile.StoreUint32((*uint32)(unsafe.Pointer(address)), value)
}

var (
	ticks = make(chan int, 1)
	n     int
	lost  int
	cond  sync.Cond
)

func handler(interrupt.Interrupt) {
	set(timer+0x24, 1) // ICR
	n++
	select {
	case ticks <- n:
	default:
		lost++
	}
	cond.Signal()
}

func main() {
	set(clocks, 1<<16)
	set(timer+0x00, 0)    // CFG: one timer of 32 bits
	set(timer+0x04, 2)    // TAMR: again and again
	set(timer+0x28, 5000) // TAILR
	set(timer+0x18, 1)    // IMR
	interrupt.New(irq, handler)
	set(0xe000e100, 1<<irq)
	set(timer+0x0c, 1) // CTL: on
	// Nobody else is there to wake main.
	sum := 0
	for i := 0; i < 5; i++ {
		sum += <-ticks
	}
	println(sum >= 15)
	// Waits and wake-ups from the handler and from goroutines, mixed up.
	work, done := make(chan int), make(chan int)
	for i := 0; i < 3; i++ {
		go func() {
			sum := 0
			for v := range work {
				sum += v
			}
			done <- sum
		}()
	}
	for i := 0; i < 300; i++ {
		select {
		case <-ticks:
		case work <- i:
		}
		if i%100 == 0 {
			<-ticks
		}
	}
	close(work)
	println(<-done+<-done+<-done <= 300*299/2)
	var mu sync.Mutex
	cond.L = &mu
	mu.Lock()
	cond.Wait()
	mu.Unlock()
	println("woken")
}
