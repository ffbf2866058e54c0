// 10,000 goroutines are started, one after the other, each to its end.

package main

import "runtime"

var n int

func count() { n++ }

func main() {
	for i := 0; i < 10000; i++ {
		go count()
		runtime.Gosched()
	}
	println(n)
}
