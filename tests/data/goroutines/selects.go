package main

import "time"

func timeout(d time.Duration) <-chan bool {
	c := make(chan bool, 1)
	go func() {
		time.Sleep(d)
		c <- true
	}()
	return c
}

type pair struct {
	name string
	n    [5]int
}

func main() {
	c := make(chan int)
	select {
	case <-c:
		println("?")
	case <-timeout(2 * time.Millisecond):
		println("timeout")
	}
	select {
	case <-c:
		println("?")
	case <-time.After(time.Millisecond):
		println("after")
	}

	// All that can go on do so, the nil channel and the full one never.
	var none chan int
	full := make(chan pair, 1)
	full <- pair{}
	strings, pairs := make(chan string, 1), make(chan pair)
	go func() {
		for i := 0; i < 50; i++ {
			pairs <- pair{"p", [5]int{i, 1, 2, 3, 4}}
		}
		close(pairs)
	}()
	sent, received, sum := 0, 0, 0
	var last pair
	for open := true; open; {
		select {
		case none <- 1:
			println("nil")
		case v := <-none:
			println("nil", v)
		case full <- pair{}:
			println("full")
		case strings <- "s":
			sent++
		case s := <-strings:
			received += len(s)
		case p, ok := <-pairs:
			open = ok
			if ok {
				last = p
				sum += p.n[0]
			}
		}
	}
	println(sum, last.name, last.n[4], sent-received <= 1, sent > 10)

	var a [3]int
	i := 0
	done := make(chan int, 1)
	done <- 7
	select {
	case a[i+1] = <-done:
		println(a[0], a[1], a[2])
	}
	var e interface{}
	done <- 8
	var ok bool
	select {
	case e, ok = <-done:
		println(e.(int), ok)
	default:
		println("default")
	}
	select {
	case v, ok := <-done:
		println(v, ok)
	default:
		println("default")
	}
	select {
	case done <- 1:
	default:
		println("default")
	}
loop:
	for {
		select {
		case v := <-done:
			println("got", v)
		default:
			break loop
		}
	}
	func() {
		defer func() { println(recover().(error).Error()) }()
		close(done)
		select {
		case done <- 1:
		case <-c:
		}
	}()
}
