package main

import "time"

func main() {
	begin := time.Now()
	t := time.NewTimer(time.Millisecond)
	at := <-t.C
	println(at.Sub(begin) >= time.Millisecond, t.Stop(), t.Reset(time.Hour), t.Stop(), t.Stop())
	// What was sent before Stop or Reset cannot be received after.
	t.Reset(1)
	time.Sleep(time.Millisecond)
	println(len(t.C), cap(t.C), t.Reset(time.Hour))
	select {
	case <-t.C:
		println("stale")
	default:
	}
	k := time.NewTicker(time.Millisecond)
	for i := 0; i < 3; i++ {
		<-k.C
	}
	k.Stop()
	println(time.Since(begin) >= 5*time.Millisecond)
	c := make(chan int)
	for _, ms := range []int{8, 2, 10, 4, 6} {
		time.AfterFunc(time.Duration(ms)*time.Millisecond, func() { c <- ms })
	}
	stopped := time.AfterFunc(3*time.Millisecond, func() { println("stopped") })
	println(stopped.Stop())
	for i := 0; i < 5; i++ {
		print(<-c, " ")
	}
	println()
	defer func() { println(recover().(string)) }()
	time.NewTicker(0)
}
