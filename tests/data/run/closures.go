package main

import "unsafe"

type R struct{ n int }

func (r R) Rec()   { println("Rec", r.n, recover() != nil) }
func (r *R) PRec() { println("PRec", r.n, recover() != nil) }

type I interface{ Rec() }

func rec()       { println("rec", recover() != nil) }
func helper()    { println("helper", recover() != nil) }
func notDirect() { helper() }

func p(f func()) {
	defer func() {
		if recover() != nil {
			println("not recovered")
		}
	}()
	f()
}

type Big struct {
	a [10]int
	n int
}

var global Big

func (b Big) touch() int {
	global.a[0] = 77
	return b.a[0]
}

func take(b Big, f func()) int { f(); return b.a[0] }

func mk(n int) Big { var b Big; b.a[0] = n; b.n = n; return b }

func multi() (Big, int, Big) { return mk(1), 2, mk(3) }

func pass(b Big) Big { b.n++; return b }

type Node struct {
	l, r *Node
	v    int
}

func (n *Node) sum() int {
	if n == nil {
		return 0
	}
	return n.l.sum() + n.v + n.r.sum()
}

type Inner struct{ x, y int }
type Mid struct{ *Inner }
type Outer struct {
	Mid
	z int
}

func (i *Inner) Set(v int) { i.x = v }
func (i Inner) Get() int   { return i.x }

func closures() {
	a, b := 1, 2
	f := func() int { b++; return a + b }
	println(f(), f(), b)
	var fs [3]func() int
	for i := range fs {
		j := i * i
		fs[i] = func() int {
			return func() int { j++; return i*100 + j }()
		}
	}
	for _, f := range fs {
		println(f(), f())
	}
	func(x int) {
		a += x
	}(10)
	println(a)
	c := counter()
	c()
	println(c())
}

func counter() func() int {
	n := 0
	return func() int { n++; return n }
}

func gotoLoop() {
	i := 0
	var fs []func() int
loop:
	v := i
	fs = append(fs, func() int { return v })
	i++
	if i < 3 {
		goto loop
	}
	for _, f := range fs {
		print(f(), " ")
	}
	println()
}

func deferLoop() {
	for i := 0; i < 3; i++ {
		defer func(n int) { println("loop", n, i) }(i * 2)
	}
	i := 0
again:
	defer println("goto", i)
	i++
	if i < 2 {
		goto again
	}
}

func results() (a, b int) {
	defer func() { a, b = b, a }()
	a = 1
	return a + 1, a + 2
}

func shadow() (err error) {
	if x, err := 1, error(nil); x == 1 {
		_ = err
	}
	defer func() {
		if e := recover(); e != nil {
			err = e.(error)
		}
	}()
	var s []int
	s[3] = 1
	return nil
}

type Tree map[string]Tree

type Fn func(int) Fn

type E1 struct{}

func (E1) Error() string { return "E1" }

func nested() (s string) {
	defer func() {
		s += "1"
		defer func() {
			s += "2"
			recover()
		}()
		panic("again")
	}()
	defer func() {
		s += "0"
		if e := recover(); e != nil {
			s += e.(error).Error()
		}
	}()
	panic(E1{})
}

func bigDefer(b Big) (r Big) {
	defer func(c Big) { r.a[1] = c.a[0]; b.a[0]++; r.a[2] = b.a[0] }(b)
	b.a[0] = 50
	return b
}

var (
	g1     = g2 + 1
	g2     = f2()
	g3, g4 = two()
	gf     = func() int { return g1 * 2 }
	gm     = map[string]func() int{"a": gf, "b": func() int { return g4 }}
	gs     = []string{"x", "y"}
	gp     = &Inner{1, 2}
)

func f2() int         { return 5 }
func two() (int, int) { return 8, 9 }

func init() { println("init", g1) }
func init() { println("init2", gp.y) }

func main() {
	p(func() { defer R{1}.Rec(); panic(1) })
	p(func() { defer (&R{2}).PRec(); panic(1) })
	p(func() { var i I = R{3}; defer i.Rec(); panic(1) })
	p(func() { f := R{4}.Rec; defer f(); panic(1) })
	p(func() { f := (&R{5}).PRec; defer f(); panic(1) })
	p(func() { defer rec(); panic(1) })
	p(func() { f := rec; defer f(); panic(1) })
	p(func() { defer notDirect(); panic(1) })
	p(func() { defer R.Rec(R{6}); panic(1) })
	p(func() { defer (*R).Rec(&R{7}); panic(1) })
	p(func() { defer I.Rec(R{8}); panic(1) })
	p(func() { defer func() { defer func() { println("deep", recover() != nil) }() }(); panic(1) })
	global = mk(5)
	println(global.touch(), global.a[0])
	println(take(global, func() { global.a[0] = 1 }))
	x := mk(9)
	println(take(x, func() { x.a[0] = 1 }), x.a[0])
	b1, n, b2 := multi()
	println(b1.n, n, b2.n)
	x = pass(x)
	x = pass(pass(x))
	println(x.n)
	arr := [2]Big{mk(1), mk(2)}
	arr[0], arr[1] = arr[1], arr[0]
	println(arr[0].n, arr[1].n)
	for i, v := range arr {
		arr[1].n = 100
		println(i, v.n)
	}
	t := &Node{&Node{nil, nil, 1}, &Node{nil, nil, 2}, 3}
	println(t.sum())
	o := Outer{Mid{&Inner{1, 2}}, 3}
	o.Set(7)
	f := o.Set
	g := o.Get
	o.x = 8
	println(o.Get(), g(), o.Mid.Inner.x)
	f(9)
	println(o.x)
	closures()
	gotoLoop()
	deferLoop()
	println(results())
	println(shadow().Error())
	println(nested())
	r := bigDefer(mk(3))
	println(r.a[0], r.a[1], r.a[2])
	println(g1, g2, g3, g4, gf(), gm["a"](), gm["b"](), gs[1], gp.x)
	tr := Tree{"a": {"b": nil}}
	println(len(tr["a"]), tr["a"]["b"] == nil, len(tr["zz"]["y"]))
	var fn Fn
	cnt := 0
	fn = func(i int) Fn { cnt += i; return fn }
	fn(1)(2)(3)
	println(cnt)
	bs := []byte("hello")
	s := unsafe.String(&bs[0], 3)
	println(s, *(*byte)(unsafe.Add(unsafe.Pointer(&bs[0]), 4)), len(unsafe.Slice(&bs[1], 2)))
	u := uintptr(unsafe.Pointer(&bs[0]))
	println(u == uintptr(unsafe.Pointer(unsafe.SliceData(bs))), unsafe.Sizeof(o), unsafe.Offsetof(o.z))
	var i8s = [4]int8{1, -2, 3, -4}
	var e interface{} = i8s
	println(e.([4]int8)[3], e == interface{}([4]int8{1, -2, 3, -4}))
	var st interface{} = struct{ a, b uint16 }{1, 2}
	println(st.(struct{ a, b uint16 }).b)
	type pair struct {
		a int64
		b string
	}
	ch := map[pair]int{{1, "x"}: 5}
	ch[pair{1, "x"}]++
	println(ch[pair{1, "x"}])
	m2 := map[float64]string{0.5: "half"}
	m2[0.5] += "!"
	println(m2[0.5])
	for i := 0; i < 10; i++ {
		if i%2 == 0 {
			continue
		}
		switch {
		case i > 6:
			break
		default:
			print(i, " ")
		}
		if i == 7 {
			break
		}
	}
	println()
	var np *Outer
	defer func() { println(recover().(error).Error()) }()
	println(np.z)
}
