package main

import "iter"

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer println("end of count")
		for i := 0; i < n; i++ {
			if !yield(i) {
				println("stopped")
				return
			}
		}
	}
}

func pairs() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		_ = yield("a", 1) && yield("b", 2)
	}
}

func main() {
	next, stop := iter.Pull(count(3))
	for {
		v, ok := next()
		println(v, ok)
		if !ok {
			break
		}
	}
	stop()
	next, stop = iter.Pull(count(100))
	next()
	next()
	stop()
	v, ok := next()
	println(v, ok)
	next2, stop2 := iter.Pull2(pairs())
	k, n, ok := next2()
	println(k, n, ok)
	k, n, ok = next2()
	println(k, n, ok)
	k, n, ok = next2()
	println(k, n, ok)
	stop2()
	func() {
		defer func() {
			println("recovered", recover().(string))
		}()
		next, stop := iter.Pull(func(yield func(int) bool) {
			yield(1)
			panic("inside")
		})
		defer stop()
		next()
		next()
	}()
	// Many at a time.
	total := 0
	var stops []func()
	for i := 0; i < 50; i++ {
		next, stop := iter.Pull(func(yield func(int) bool) {
			for j := 0; yield(i * j); j++ {
			}
		})
		next()
		next()
		v, _ := next()
		total += v
		stops = append(stops, stop)
	}
	for _, s := range stops {
		s()
	}
	println(total)
}
