package main

type Big struct {
	a [6]int
	s string
}

type Getter interface {
	Get(i int) (Big, int, Big)
	Sum(xs ...int) (int, string)
	Self() Big
}

func (b Big) Get(i int) (Big, int, Big) { c := b; c.a[i]++; return b, i, c }
func (b *Big) Add(n int) *Big           { b.a[0] += n; return b }
func (b Big) Sum(xs ...int) (int, string) {
	t := b.a[0]
	for _, x := range xs {
		t += x
	}
	return t, b.s
}
func (b Big) Self() Big { return b }

type Wrap struct {
	Big
	Getter
	n int
}

type Wrap2 struct{ *Wrap3 }
type Wrap3 struct {
	G Getter
	Big
}

type Celsius float64
type Temp interface{ ~float64 }
type Weekday uint8

const (
	Sun Weekday = iota
	Mon
	Tue
)

func (d Weekday) String() string { return [...]string{"Sun", "Mon", "Tue"}[d] }

type T1 struct {
	X int `json:"x"`
	Y string
}
type T2 struct {
	X int
	Y string
}

type Matrix [3][3]float64

func (m *Matrix) Mul(o *Matrix) (r Matrix) {
	for i := range m {
		for j := range o {
			for k := range r {
				r[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return
}

type List struct {
	head *node
	n    int
}
type node struct {
	v    interface{}
	next *node
}

func (l *List) Push(vs ...interface{}) *List {
	for _, v := range vs {
		l.head = &node{v, l.head}
		l.n++
	}
	return l
}

func (l *List) Each(f func(interface{})) {
	for n := l.head; n != nil; n = n.next {
		f(n.v)
	}
}

func apply(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func divmod(a, b int) (q, r int, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = e.(error)
		}
	}()
	q, r = a/b, a%b
	return
}

func try(f func()) {
	defer func() {
		if e, ok := recover().(error); ok {
			println(e.Error())
		}
	}()
	f()
}

func lots(a, b, c, d, e, f, g, h int, i string, j float64, k []int, l Big) (int, string, float64, []int, Big) {
	return a + b + c + d + e + f + g + h, i + "!", j * 2, append(k, a), l
}

func main() {
	b := Big{s: "b"}
	var g Getter = b
	x, n, y := g.Get(2)
	println(x.a[2], n, y.a[2], y.s)
	println(g.Sum())
	println(g.Sum(1, 2, 3))
	println(g.Self().s, len(g.Self().a))
	b.Add(1).Add(2)
	println(b.a[0])
	w := Wrap{Big: b, n: 4}
	w.Big.Add(5)
	w.Add(6)
	println(w.a[0], w.n, w.Big.Self().a[0])
	w2 := Wrap2{&Wrap3{G: g}}
	w2.Add(3)
	println(w2.Wrap3.Big.a[0], w2.a[0], w2.G.Self().s)
	f := w2.Add
	f(4)
	println(w2.a[0])
	get := w2.Get
	w2.a[0] = 0
	p, _, _ := get(1)
	println(p.a[0])
	println(Tue.String(), Weekday(1).String(), Mon)
	t2 := T2(T1{1, "y"})
	println(t2.X, t2.Y, t2 == T2{1, "y"}, struct {
		X int
		Y string
	}(t2) == t2)
	m := Matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
	id := Matrix{{1}, {1: 1}, {2: 1}}
	r := m.Mul(&id)
	println(r == m, m != id, r[2][1])
	l := new(List).Push(1, "two", 3.0, nil, []int{4}, b, Tue)
	l.Each(func(v interface{}) {
		switch v := v.(type) {
		case int:
			print("int ", v)
		case string, float64:
			_, isStr := v.(string)
			print("sf ", isStr)
		case nil:
			print("nil")
		case interface{ String() string }:
			print("stringer ", v.String())
		case Big:
			print("big ", v.a[0])
		default:
			print("other")
		}
		print("; ")
	})
	println()
	inc := func(x int) int { return x + 1 }
	println(apply(inc, inc, func(x int) int { return x * x })(3))
	println(divmod(7, 2))
	q, rr, err := divmod(7, 0)
	println(q, rr, err.Error())
	i1, s1, f1, k1, l1 := lots(1, 2, 3, 4, 5, 6, 7, 8, "s", 1.25, []int{9}, b)
	println(i1, s1, f1, len(k1), k1[1], l1.a[0])
	var u8 uint8 = 0xf0
	u8 >>= 4
	u8 |= 0x80
	u8 &^= 0x01
	u8 <<= 1
	println(u8)
	u8--
	u8 %= 7
	println(u8)
	var i64 int64 = -1 << 40
	i64 /= 3
	i64 ^= 0xff
	println(i64, uint64(i64), i64>>3, uint64(i64)>>60, i64%1000)
	var u64 uint64 = 1<<63 + 5
	println(u64/10, u64%10, u64*3, float64(u64), float32(u64))
	println(int64(1e18), uint32(3e9), 1e100, float32(1)/3)
	c := Celsius(36.6)
	c += 1
	println(c, int(c), c > 37)
	s := "hello, wörld"
	for i := 0; i < len(s); i += 4 {
		end := i + 4
		if end > len(s) {
			end = len(s)
		}
		print(s[i:end], "|")
	}
	println()
	cnt := map[rune]int{}
	for _, r := range s {
		cnt[r]++
	}
	println(cnt['l'], cnt['ö'], cnt['z'], len(cnt))
	type pt struct{ x, y int }
	grid := map[pt][2]string{}
	grid[pt{1, 2}] = [2]string{"a", "b"}
	e := grid[pt{1, 2}]
	e[0] = "z"
	println(grid[pt{1, 2}][0], e[0], grid[pt{2, 2}][1] == "")
	mm := map[string]map[string]int{"a": {"x": 1}}
	mm["a"]["y"] = 2
	println(len(mm["a"]), mm["b"]["q"])
	ms := map[string]*Big{}
	ms["k"] = &Big{}
	ms["k"].a[3] = 8
	ms["k"].Add(2)
	println(ms["k"].a[3], ms["k"].a[0])
	bs := [][]Big{{{s: "0"}}, {{s: "1"}, {s: "2"}}}
	bs[1][0].a[5], bs[0][0].s = 11, bs[1][1].s
	println(bs[1][0].a[5], bs[0][0].s)
	pa := &[3]int{1, 2, 3}
	for i, v := range pa {
		pa[2-i] += v
	}
	println(pa[0], pa[1], pa[2], len(pa), len(pa[1:]))
	var i8 int8
	for i8 = range 5 {
	}
	println(i8)
	var arr [5]struct {
		n int
		f [2]func() int
	}
	for i := range arr {
		arr[i].n = i
		arr[i].f[i%2] = func() int { return arr[i].n * 10 }
	}
	println(arr[3].f[1](), arr[2].f[0](), arr[2].f[1] == nil)
	try(func() { k := 5; arr[k].n++ })
	try(func() { arr[1].f[0]() })
	try(func() { var w *Wrap3; w.Big.a[1]++ })
	try(func() { var w Wrap2; _ = w.Get })
	try(func() { var g Getter; _ = g.Self })
	try(func() {
		var p *[4]int
		for i := range p {
			_ = i
		}
		println(len(p))
		for _, v := range p {
			println(v)
		}
	})
	try(func() { var a []int; a[0], b.a[1] = 1, 2 })
	println(b.a[1])
	func() {
		defer func() {
			println(recover().(string))
			defer func() { println(recover().(string)) }()
			panic("second")
		}()
		defer b.Add(10).Add(20)
		panic("first")
	}()
	println(b.a[0])
	sw := func(v interface{}) (s string) {
		switch {
		case v == nil:
			return "nil"
		case v == 1 || v == "one":
			s = "one"
			fallthrough
		case v == 2:
			s += "two"
		default:
			s = "many"
		}
		return
	}
	println(sw(nil), sw(1), sw("one"), sw(2), sw(3.5))
	var fib [20]int
	fib[0], fib[1] = 0, 1
	for i := 2; i < len(fib); i++ {
		fib[i] = fib[i-1] + fib[i-2]
	}
	println(fib[19])
	ch := make(map[interface{}]string)
	ch[1], ch["1"], ch[1.0], ch[[1]int{1}], ch[struct{ a int8 }{1}] = "int", "string", "float", "array", "struct"
	println(ch[1], ch["1"], ch[1.0], ch[[1]int{1}], ch[struct{ a int8 }{1}], len(ch), ch[int8(1)] == "")
	type rec struct {
		self *rec
		fn   func(*rec) int
	}
	rc := rec{fn: func(r *rec) int { return 7 }}
	rc.self = &rc
	println(rc.self.self.fn(rc.self))
	z := struct{}{}
	zz := [0]int{}
	println(z == struct{}{}, len(zz), zz == [0]int{})
	var ip interface{} = &z
	_, okz := ip.(*struct{})
	println(okz)
	long := "" + s + "-" + s[:2] + "-" + string(rune(65)) + "-" + s[len(s)-1:]
	println(long)
	var sb []byte
	sb = append(sb, long[:3]...)
	sb = append(sb, '!', byte(len(sb)))
	println(string(sb[:4]), sb[4], cap(sb) >= 5)
	co := make([]int, 2, 10)
	co2 := append(co, 1)
	co3 := append(co, 2)
	println(co2[2], co3[2], &co2[0] == &co3[0])
	var nilm map[string]int
	println(nilm["x"], len(nilm))
	delete(nilm, "x")
	for range nilm {
	}
outer:
	for i := 0; ; i++ {
		for j := 0; ; j++ {
			switch {
			case j > i:
				continue outer
			case i > 3:
				break outer
			}
		}
	}
	var bits uint = 33
	println(1<<bits == 0, int32(1)<<bits, uint64(1)<<bits, -8>>bits)
}
