package main

import "runtime"

type thing struct {
	name string
	to   *thing
	room [6]int
}

var ended, cleaned int

//go:noinline
func make1(i int) {
	t := &thing{name: "t", to: &thing{name: "inner"}}
	runtime.SetFinalizer(t, func(t *thing) {
		if t.name != "t" || t.to.name != "inner" {
			println("wrong object")
		}
		ended++
	})
	c := &thing{name: "c"}
	runtime.AddCleanup(c, func(n int) { cleaned += n }, i)
	taken := &thing{}
	runtime.SetFinalizer(taken, func(t *thing) { println("was taken back") })
	runtime.SetFinalizer(taken, nil)
}

//go:noinline
func deep(n int) int {
	var a [20]int
	a[n%20] = n
	if n > 0 {
		return deep(n-1) + a[n%20]
	}
	return a[0]
}

func main() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < 20; i++ {
		make1(1)
	}
	deep(10)
	for i := 0; i < 4; i++ {
		runtime.GC()
		runtime.Gosched()
	}
	runtime.ReadMemStats(&after)
	// Words on the stack may look like pointers, so one or the other object may live on.
	println(ended >= 18, cleaned >= 18, ended <= 20)
	println(after.Mallocs-before.Mallocs >= 80, after.Frees-before.Frees >= 70)
	println(after.NumGC-before.NumGC, after.HeapObjects < before.HeapObjects+20)
}
