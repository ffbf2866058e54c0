package main

func seq(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func seq2(s []string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i, v := range s {
			if !yield(i, v) {
				println("stopped")
				return
			}
		}
	}
}

func zero(yield func() bool) {
	for yield() {
	}
}

func find(n int) (r int, s string) {
	for i := range seq(100) {
		if i == n {
			return i * 2, "found"
		}
	}
	return -1, "none"
}

func nested() [5]int {
	var a [5]int
outer:
	for i := range seq(5) {
		for j := range seq(5) {
			if j == 3 {
				continue outer
			}
			if i == 3 {
				break outer
			}
			if i == 2 && j == 2 {
				a[4] = 99
				return a
			}
			a[i] += j + 1
		}
	}
	return a
}

func deferInRange() (s int) {
	defer func() { println("end", s) }()
	for i := range seq(3) {
		defer func() { println("deferred", i); s += i }()
		s += 10
	}
	println("body done")
	return s
}

func gotos() {
	i := 0
again:
	for x := range seq(3) {
		i++
		if x == 1 && i < 6 {
			goto again
		}
		println("goto", x, i)
	}
}

func bad(yield func(int) bool) {
	yield(1)
	yield(2)
}

func try(name string, f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(error); ok {
			println(name, e.Error())
		} else {
			println(name, r == nil)
		}
	}()
	f()
}

var saved func(int) bool

func leak(yield func(int) bool) {
	saved = yield
	yield(7)
}

func swallow(yield func(int) bool) {
	defer func() { recover() }()
	yield(1)
}

func captured() []func() int {
	var fs []func() int
	for i := range seq(3) {
		fs = append(fs, func() int { i += 10; return i })
	}
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 100; return i })
	}
	for i, v := range []int{5, 6} {
		fs = append(fs, func() int { v += i; return v })
	}
	return fs
}

func three() {
	for i := 0; i < 5; i++ {
		p := &i
		if *p == 2 {
			*p = 3
		}
		println("three", i)
	}
	var ps []*int
	for i := 0; i < 3; i++ {
		ps = append(ps, &i)
	}
	for _, p := range ps {
		println(*p)
	}
}

func labels() {
L:
	for i := range 4 {
		switch {
		case i == 1:
			continue L
		case i == 3:
			break L
		default:
			for range zero {
				if i == 2 {
					continue L
				}
				break
			}
		}
		println("labels", i)
	}
}

func main() {
	for i := range seq(3) {
		println(i)
	}
	for i, s := range seq2([]string{"a", "b", "c"}) {
		println(i, s)
		if i == 1 {
			break
		}
	}
	n := 0
	for range zero {
		n++
		if n > 4 {
			break
		}
	}
	println(n)
	println(find(7))
	println(find(1000))
	a := nested()
	println(a[0], a[1], a[2], a[3], a[4])
	println(deferInRange())
	gotos()
	try("bad", func() {
		for x := range bad {
			println("x", x)
			break
		}
	})
	try("leak", func() {
		for x := range leak {
			println("x", x)
		}
		saved(1)
	})
	try("swallow", func() {
		for range swallow {
			panic("inner")
		}
	})
	try("panic", func() {
		for range seq(2) {
			panic("inner")
		}
	})
	for _, f := range captured() {
		println(f(), f())
	}
	three()
	labels()
	var k int
	var arr [3]string
	for k, arr[1] = range seq2([]string{"p", "q", "r"}) {
	}
	println(k, arr[0], arr[1], arr[2])
	for i := range 3 {
		defer func() { println("deferred main", i) }()
	}
	for i := range uint8(3) {
		println(i)
	}
	const c = 2
	for i := range c {
		println("c", i)
	}
}
