package main

import "runtime"

type T struct{}

//go:noinline
func (t T) a(int) T { _, _, l, _ := runtime.Caller(1); println("a", l); return t }

//go:noinline
func f(x ...int) func(...int) int {
	_, _, l, _ := runtime.Caller(1)
	println("f", l)
	return g
}

//go:noinline
func g(x ...int) int {
	_, _, l, _ := runtime.Caller(1)
	println("g", l)
	return 1
}

var h = g

func main() {
	T{}.
		a(1).
		a(
			2).
		a(g())
	f(
		1,
		2,
	)(
		3,
	)
	func() {
		select {
		default:
		}
		g()
	}()
	func(int) {
		select {
		default:
		}
		_, _, l, _ := runtime.Caller(1)
		println("lit", l)
	}(
		1)
	h(
		1)
	_ = g() +
		g(
			g(),
			g())
	x :=
		g()
	_ = x
	var t T
	t.
		a(2)
	defer func() {
		recover()
		println("-")
		var pcs [20]uintptr
		n := runtime.Callers(0, pcs[:])
		fr := runtime.CallersFrames(pcs[:n])
		for {
			f, more := fr.Next()
			if f.Function == "main.main" || f.Function == "main.p" {
				println(f.Function, f.Line)
			}
			if !more {
				break
			}
		}
	}()
	p(
		nil)
}

//go:noinline
func p(q *int) {
	panic(
		*q +
			1)
}
