package main

import "runtime"

// Many values live across a switch.
func work(a, b, c, d, e, f float32, n int, out chan float32) {
	i, j, k, l, m := n, n+1, n+2, n+3, n+4
	for r := 0; r < 20; r++ {
		a, b, c = a+b, b+c, c+1
		runtime.Gosched()
		d, e, f = d+e, e+f, f+2
		i, j, k, l, m = j, k, l, m, i^j
		runtime.Gosched()
		a += float32(i & 1)
	}
	out <- a + b + c + d + e + f + float32(i+j+k+l+m)
}

func main() {
	out := make(chan float32, 8)
	for n := 0; n < 4; n++ {
		f := float32(n)
		go work(f, 1, 2, 3, f, 5, n, out)
	}
	var got [4]float32
	for n := range got {
		got[n] = <-out
	}
	for n, v := range got {
		f := float32(n)
		work(f, 1, 2, 3, f, 5, n, out)
		println(v == <-out)
	}
}
