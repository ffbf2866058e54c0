package main

import "runtime"

type T struct{ n int }

func (t T) value(c chan int)    { c <- t.n }
func (t *T) pointer(c chan int) { c <- t.n + 1 }

type I interface{ value(c chan int) }

func main() {
	c := make(chan int)
	t := T{5}
	go t.value(c)
	t.n = 6
	println(<-c)
	go t.pointer(c)
	println(<-c)
	var i I = t
	go i.value(c)
	println(<-c)
	f := t.value
	go f(c)
	println(<-c)
	go T.value(T{8}, c)
	println(<-c)
	go func(a, b int) int { c <- a*b + t.n; return 0 }(6, 7)
	println(<-c)
	for i := range 3 {
		go func() { c <- i }()
	}
	println(<-c + <-c + <-c)
	go func(big [100]int) { c <- big[99] }([100]int{99: 9})
	println(<-c)
	go close(c)
	_, ok := <-c
	println(ok)
	d := make(chan string)
	go func() {
		defer close(d)
		defer func() { d <- recover().(error).Error() }()
		c <- 1
	}()
	for s := range d {
		println(s)
	}
	done := make(chan int)
	go func() {
		defer func() { done <- 1 }()
		runtime.Goexit()
		println("not reached")
	}()
	<-done
	n := 0
	go func() { n = 42 }()
	for n == 0 {
		runtime.Gosched()
	}
	println(n)
	n = 0
	go func() { n = 43 }()
	for n == 0 {
		select {
		case <-done:
		default:
		}
	}
	println(n)
	func() {
		defer func() { println(recover().(error).Error()) }()
		var i I
		go i.value(c)
	}()
}
