package main

var trace string

func tr(s string, v int) int { trace += s + " "; return v }

func show() { println(trace); trace = "" }

type P struct{ x, y int }

func pp(s string, p *P) *P { trace += s + " "; return p }

func two() (int, int) { trace += "two "; return 1, 2 }

func arr() [4]int { return [4]int{1, 2, 3, 4} }

func swap(a [6]int) [6]int { a[0], a[5] = a[5], a[0]; return a }

type Big struct {
	a [8]int
	s string
}

func (b Big) With(i int) Big { b.a[0] = i; return b }

func variadic(s string, xs ...int) int { return len(xs) }

func named() (x int, b Big, err error) {
	defer func() {
		if r := recover(); r != nil {
			x++
			b.s = "recovered"
			err = r.(error)
		}
	}()
	x = 5
	b.a[3] = 7
	var m map[string]int
	m["a"] = 1
	return 10, Big{}, nil
}

func early() (x int, b Big) {
	defer func() { x *= 2; b.a[1]++ }()
	return 21, Big{s: "early"}
}

func try(f func()) {
	defer func() {
		if e, ok := recover().(error); ok {
			println(e.Error())
		}
	}()
	f()
}

func main() {
	var a [5]int
	a[tr("i", 1)], a[tr("j", 2)] = tr("x", 10), tr("y", 20)
	show()
	println(a[1], a[2])
	i := 0
	i, a[i] = 1, 9
	println(i, a[0])
	x := []int{1, 2, 3}
	j := 0
	j, x[j] = 1, 2
	println(j, x[0])
	x[1], x[2] = x[2], x[1]
	println(x[0], x[1], x[2])
	x[0], x[0] = 1, 2
	println(x[0])
	try(func() {
		var p *P
		x[2], p.x = 6, 7
	})
	println(x[2])
	m := map[string]int{"a": tr("a", 1), "b": tr("b", 2)}
	show()
	m["c"], m["a"] = two()
	show()
	println(m["a"], m["b"], m["c"], len(m))
	m["zz"]++
	m["a"] += 5
	println(m["zz"], m["a"])
	delete(m, "a")
	v, ok := m["a"]
	println(v, ok, len(m))
	b := [6]int{1, 2, 3, 4, 5, 6}
	c := swap(b)
	b = swap(b)
	println(b[0], b[5], c[0], c == b)
	b = [6]int{b[5], b[4], b[3], b[2], b[1], b[0]}
	println(b[0], b[1], b[5])
	big := Big{s: "s"}
	big2 := big.With(4)
	big = big.With(5)
	println(big.a[0], big2.a[0], big.s)
	pb := &big
	*pb = pb.With(6)
	println(big.a[0])
	bigs := []Big{{s: "0"}, {s: "1"}, {s: "2"}}
	bigs[0], bigs[2] = bigs[2], bigs[0]
	println(bigs[0].s, bigs[1].s, bigs[2].s)
	for _, q := range bigs {
		q.s = "x"
	}
	println(bigs[0].s)
	for i := range bigs {
		bigs[i].a[i] = i
	}
	println(bigs[2].a[2])
	ar := [3]int{1, 2, 3}
	for i, v := range ar {
		ar[2] = 10
		if i == 2 {
			println("v", v)
		}
	}
	for i, v := range &ar {
		ar[2] = 20
		if i == 2 {
			println("v", v)
		}
	}
	sl := ar[:]
	for i, v := range sl {
		sl[2] = 30
		sl = nil
		_ = i
		_ = v
		break
	}
	println(arr()[tr("k", 2)], len(arr()))
	show()
	println(variadic("a"), variadic("a", 1, 2), variadic("a", x...))
	n, bb, err := named()
	println(n, bb.a[3], bb.s, err.Error())
	e1, e2 := early()
	println(e1, e2.s, e2.a[1])
	p := pp("p", &P{1, 2})
	p.x, p.y = tr("1", p.y), tr("2", p.x)
	show()
	println(p.x, p.y)
	f := func() int { i = 100; return 1 }
	i = 1
	i += f()
	println(i)
	s := "abc"
	s += string(s[0]) + "d" + s[1:2] + string([]byte{'x', 'y'}) + string([]rune{0x20ac, 'z'})
	println(s, len(s))
	for i, r := range "a€\xffz\xe2\x82" {
		print(i, ":", r, " ")
	}
	println()
	bs := []byte("héllo")
	rs := []rune("héllo")
	println(len(bs), len(rs), string(rs[1]), string(bs[:1]))
	println("a" < "b", "a" < "ab", "b" <= "a", s == s+"", "x" != "y")
	sw := func(s string) int {
		switch s {
		case "a", "b":
			return 1
		case "c":
			fallthrough
		case "d":
			return 2
		default:
			return 3
		case "e":
			return 4
		}
	}
	println(sw("a"), sw("b"), sw("c"), sw("d"), sw("e"), sw("f"))
	ss := []int{1, 2, 3, 4, 5}
	t := ss[1:3]
	println(len(t), cap(t), len(ss[1:3:4]), cap(ss[1:3:4]))
	t = append(t, 99)
	println(ss[3], len(t))
	t = append(t, t...)
	println(len(t), t[3], t[5], cap(t) >= 6)
	t = append(t[:1], t[2:]...)
	println(len(t), t[0], t[1])
	println(copy(ss, ss[2:]), ss[0], ss[4])
	println(copy(bs, "xyz"), string(bs))
	clear(ss)
	println(ss[0], ss[4])
	clear(m)
	println(len(m))
	a4 := [4]int(append([]int(nil), 1, 2, 3, 4))
	p4 := (*[2]int)(a4[1:])
	p4[0] = 50
	println(a4[1], len(p4))
	k := 5
	try(func() { println(ss[k]) })
	try(func() { println(ss[1 : k+1][0]) })
	try(func() { println(ss[k:2][0]) })
	try(func() { println("abc"[k-1:]) })
	try(func() { _ = [8]int(ss) })
	try(func() { _ = make([]int, k-10) })
	try(func() { var mm map[P]int; mm[P{}] = 1 })
	try(func() { mm := map[interface{}]int{}; mm[[]int{}] = 1 })
	try(func() { println(a[uint8(k)]) })
	mp := map[P][]string{}
	mp[P{1, 2}] = append(mp[P{1, 2}], "a", "b")
	println(len(mp[P{1, 2}]), mp[P{2, 1}] == nil)
	type key struct {
		s string
		f float64
		i interface{}
	}
	mk := map[key]Big{{"a", 1.5, 2}: {s: "v"}}
	println(mk[key{"a", 1.5, 2}].s, mk[key{"a", 1.5, "2"}].s == "")
	sum := 0
	for k, v := range map[int]int{1: 10, 2: 20, 3: 30} {
		sum += k * v
	}
	println(sum)
	var grid [3][4]int
	for i := range grid {
		for j := range grid[i] {
			grid[i][j] = i * j
		}
	}
	g2 := grid
	g2[2][3]++
	println(grid[2][3], g2[2][3], grid == g2)
	func() {
		defer println("args", tr("evaluated", 3))
		show()
	}()
	var fn func(int) int
	fn = func(n int) int {
		if n < 2 {
			return n
		}
		return fn(n-1) + fn(n-2)
	}
	println(fn(15))
	np := new(5 + i)
	*np += 1
	println(*np)
	anon := []struct {
		n string
		v *int
	}{{"a", np}, {"b", nil}}
	println(len(anon), anon[0].n, *anon[0].v, anon[1].v == nil)
	pa := []*P{{1, 2}, {3, 4}}
	mpp := map[string]*P{"x": {5, 6}}
	println(pa[1].x, mpp["x"].y)
	idx := [...]string{2: "c", 0: "a", 5: "f"}
	println(len(idx), idx[2], idx[1] == "")
}
