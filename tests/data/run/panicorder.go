package main

func id[T any](x T) T { return x }

func try(f func()) {
	defer func() {
		if e, ok := recover().(error); ok {
			println(e.Error())
		}
	}()
	f()
}

type P struct{ x, y int }

func call(s string) int { println(s); return 1 }

func main() {
	var p *P
	var m [2]*int
	var v []float32
	var w []int
	var a any = float32(1)
	one := 1
	zero := 0
	try(func() { println([]int{id(32) / (*m[id(uint(1))%2] | 1), a.(int), 5}[id(2)]) })
	try(func() { println(max(v[0], v[id(31)&1])) })
	try(func() { println(w[0] + []int{1}[call("a")]) })
	try(func() { println(p.x, w[call("b")], call("c")) })
	try(func() { println(1/zero, p.x, w[call("d")]) })
	try(func() { x := P{w[call("e")], p.y}; println(x.x) })
	try(func() { println(p.x > 0 && call("f") > 0, w[one]) })
	try(func() { println(!(one > 0 && call("g") > 0) == (w[0] > 0), w[one]) })
	try(func() { println(one<<(zero-one), w[call("h")]) })
	try(func() { println(&[]int{call("i")}[one+one], (*p).x) })
	try(func() { w[call("j")] = p.x / zero })
	try(func() { w[one], p.x = p.y, call("k") })
	try(func() { println(len(w[one:call("l")]), p.x) })
	try(func() { println(string(id("x"))+"y" == "xy" && w[call("m")] == 1 || p.x > 0) })
}
