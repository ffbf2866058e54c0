// Arrays that are mostly zeros: what is not, at either end and in the middle.

package main

type pt struct {
	x int8
	p *int
}

var v int = 7
var a = [1000]byte{3: 4, 500: 9, 999: 1}
var b = [300]pt{0: {1, &v}, 200: {2, &v}}
var c = [1000]int{700: 5}
var d = [100]string{"a", 99: "z"}
var e = [70]int64{1}
var f = [66]int64{1, 2, 3, 4, 5}
var g = [200][200]int{{1}, 150: {3, 4}}
var h [4]byte
var k = [...]byte{64: 1}

func sum(s []int) (t int) {
	for i, x := range s {
		t += i * x
	}
	return
}

//go:noinline
func at[T any](s []T, i int) T { return s[i] }

func main() {
	t := 0
	for i, x := range a {
		t += i * int(x)
	}
	println(t, at(a[:], 3), at(a[:], 500), at(a[:], 999), at(a[:], 998))
	println(*at(b[:], 0).p, at(b[:], 200).x, *b[200].p, at(b[:], 199).x, at(b[:], 201).p == nil)
	println(sum(c[:]), at(c[:], 700))
	println(at(d[:], 0), at(d[:], 99), at(d[:], 50) == "")
	println(at(e[:], 0), at(e[:], 69), at(f[:], 4), at(f[:], 65), len(h), at(k[:], 64), at(k[:], 63))
	println(at(g[:], 0)[0], at(g[:], 150)[1], at(g[:], 149)[1])
	v = 8
	println(*at(b[:], 200).p)
	for i := range a {
		a[i] = byte(i)
	}
	println(at(a[:], 999))
}
