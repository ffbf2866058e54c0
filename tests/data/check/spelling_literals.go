package p

type E = error
type N interface{ n() }
type G[P any] struct{ p P }
type GA[P any] = G[P]
type F[P any] = func(P) P

func _(i interface {
	b()
	a(int, string) (x int)
}, j interface {
	error
	b(x, y int, z ...rune)
	N
	a()
	E
	any
}, s struct {
	a, b int
	E
	*G[rune] "tag"
	f        F[byte]
}, g GA[byte], h G[byte], k map[string]GA[rune], l func(a, b rune, c ...byte) (r, s A)) {
	i.foo() // ERROR "i.foo undefined (type interface{a(int, string) (x int); b()} has no field or method foo)"
	j.foo() // ERROR "j.foo undefined (type interface{a(); b(x int, y int, z ...rune); error; N; E; any} has no field or method foo)"
	s.foo() // ERROR `s.foo undefined (type struct{a int; b int; E; *G[rune] "tag"; f F[byte]} has no field or method foo)`
	s.f.foo() // ERROR "s.f.foo undefined (type F[byte] has no field or method foo)"
	g.foo() // ERROR "g.foo undefined (type GA[byte] has no field or method foo)"
	h.foo() // ERROR "h.foo undefined (type G[byte] has no field or method foo)"
	k.foo() // ERROR "k.foo undefined (type map[string]GA[rune] has no field or method foo)"
	l.foo() // ERROR "l.foo undefined (type func(a rune, b rune, c ...byte) (r A, s A) has no field or method foo)"
	l(1, 2).foo() // ERROR "multiple-value l(1, 2) (value of type (r A, s A)) in single-value context"
	(&s).foo() // ERROR `(&s).foo undefined (type *struct{a int; b int; E; *G[rune] "tag"; f F[byte]} has no field or method foo)`
	s.G.foo() // ERROR "s.G.foo undefined (type *G[rune] has no field or method foo)"
	s.a.foo() // ERROR "s.a.foo undefined (type int has no field or method foo)"
	s.E.foo() // ERROR "s.E.foo undefined (type E has no field or method foo)"
	var t T
	t.foo() // ERROR "t.foo undefined (type T has no field or method foo)"
	t.r.foo() // ERROR "t.r.foo undefined (type []rune has no field or method foo)"
	t.r[0].foo() // ERROR "t.r[0].foo undefined (type rune has no field or method foo)"
	var u *T
	u.r[0].foo() // ERROR "u.r[0].foo undefined (type rune has no field or method foo)"
	(*u).foo() // ERROR "(*u).foo undefined (type T has no field or method foo)"
	for k, v := range k {
		k.foo() // ERROR "k.foo undefined (type string has no field or method foo)"
		v.foo() // ERROR "v.foo undefined (type GA[rune] has no field or method foo)"
	}
	for v := range make(chan rune) {
		v.foo() // ERROR "v.foo undefined (type rune has no field or method foo)"
	}
	c := make(chan A)
	c.foo() // ERROR "c.foo undefined (type chan A has no field or method foo)"
	(<-c).foo() // ERROR "(<-c).foo undefined (type A has no field or method foo)"
	v := <-c
	v.foo() // ERROR "v.foo undefined (type A has no field or method foo)"
	n := new(A)
	n.foo() // ERROR "n.foo undefined (type *A has no field or method foo)"
	(*n).foo() // ERROR "(*n).foo undefined (type A has no field or method foo)"
	m, ok := any(1).(A)
	m.foo() // ERROR "m.foo undefined (type A has no field or method foo)"
	ok.foo() // ERROR "ok.foo undefined (type bool has no field or method foo)"
	a := append([]A{}, 1)
	a.foo() // ERROR "a.foo undefined (type []A has no field or method foo)"
	x := []rune("abc")
	x[1].foo() // ERROR "x[1].foo undefined (type rune has no field or method foo)"
	x[1:2].foo() // ERROR "x[1:2].foo undefined (type []rune has no field or method foo)"
	y := x[1] + 1
	y.foo() // ERROR "y.foo undefined (type rune has no field or method foo)"
	z := A(1)
	z.foo() // ERROR "z.foo undefined (type A has no field or method foo)"
	z = "" // ERROR `cannot use "" (untyped string constant) as A value in assignment`
	x = "" // ERROR `cannot use "" (untyped string constant) as []rune value in assignment`
	s.a = "" // ERROR `cannot use "" (untyped string constant) as int value in assignment`
	t.r = "" // ERROR `cannot use "" (untyped string constant) as []rune value in assignment`
	u.r[0] = "" // ERROR `cannot use "" (untyped string constant) as rune value in assignment`
	k = "" // ERROR `cannot use "" (untyped string constant) as map[string]GA[rune] value in assignment`
	k[""] = "" // ERROR `cannot use "" (untyped string constant) as GA[rune] value in assignment`
	var _ []A = []rune{} // ERROR "cannot use []rune{} (value of type []rune) as []A value in variable declaration"
	var _ rune = A(1) // ERROR "cannot use A(1) (constant 1 of int type A) as rune value in variable declaration"
	var _ int64 = A(1) // ERROR "cannot use A(1) (constant 1 of int type A) as int64 value in variable declaration"
	var _ int64 = 'a' + A(1) // ERROR "cannot use 'a' + A(1) (constant 98 of int type A) as int64 value in variable declaration"
	_ = z + y // ERROR "invalid operation: z + y (mismatched types A and rune)"
	_ = "" + y // ERROR `invalid operation: "" + y (mismatched types untyped string and rune)`
	_ = "" == y // ERROR `invalid operation: "" == y (mismatched types untyped string and rune)`
	_ = g == h
	switch z {
	case y: // ERROR "invalid case y in switch on z (mismatched types rune and A)"
	case "a": // ERROR `cannot convert "a" (untyped string constant) to type int`
	}
	return y // ERROR "too many return values"
	func() A { return "" }() // ERROR `cannot use "" (untyped string constant) as A value in return statement`
	func() (A, rune) { return "", "" }() // ERROR `cannot use "" (untyped string constant) as A value in return statement` `cannot use "" (untyped string constant) as rune value in return statement`
	w := func(a A) rune { return "" } // ERROR `cannot use "" (untyped string constant) as rune value in return statement`
	w.foo() // ERROR "w.foo undefined (type func(a A) rune has no field or method foo)"
	w("") // ERROR `cannot use "" (untyped string constant) as A value in argument to w`
	w(1).foo() // ERROR "w(1).foo undefined (type rune has no field or method foo)"
}

type A = int
type T struct {
	r []rune
	G[rune]
}

func (T) m(r rune) (A, rune) { return 0, 0 }
func ret2() (a A, r rune)    { return }
func par[P ~rune | ~[]byte, Q interface {
	~byte
	N
}](p P, q Q) {
	p.foo() // ERROR "p.foo undefined (type P has no field or method foo)"
	q.foo() // ERROR "q.foo undefined (type Q has no field or method foo)"
	p = "" // ERROR `cannot use "" (untyped string constant) as P value in assignment`
	var _ int = p // ERROR "cannot use p (variable of type P constrained by ~rune | ~[]byte) as int value in variable declaration"
	var t T
	t.m("") // ERROR `cannot use "" (untyped string constant) as rune value in argument to t.m`
	r, s := t.m('a')
	r.foo() // ERROR "r.foo undefined (type A has no field or method foo)"
	s.foo() // ERROR "s.foo undefined (type rune has no field or method foo)"
	a, b := ret2()
	a.foo() // ERROR "a.foo undefined (type A has no field or method foo)"
	b.foo() // ERROR "b.foo undefined (type rune has no field or method foo)"
	a, b = "", "" // ERROR `cannot use "" (untyped string constant) as A value in multiple assignment` `cannot use "" (untyped string constant) as rune value in multiple assignment`
	var _, _ string = ret2() // ERROR "cannot use 1st function result (value of int type A) as string value in multiple assignment" "cannot use 2nd function result (value of type rune) as string value in multiple assignment"
	t.m.foo() // ERROR "t.m.foo undefined (type func(r rune) (A, rune) has no field or method foo)"
	par.foo() // ERROR "cannot use generic function par without instantiation"
	var arr [4]A
	arr.foo() // ERROR "arr.foo undefined (type [4]A has no field or method foo)"
	arr[1].foo() // ERROR "arr[1].foo undefined (type A has no field or method foo)"
	arr[1:].foo() // ERROR "arr[1:].foo undefined (type []A has no field or method foo)"
	pa := &arr
	pa[1].foo() // ERROR "pa[1].foo undefined (type A has no field or method foo)"
	pa.foo() // ERROR "pa.foo undefined (type *[4]A has no field or method foo)"
	(len(arr)).foo() // ERROR "(len(arr)).foo undefined (type int has no field or method foo)"
	min(a, a).foo() // ERROR "min(a, a).foo undefined (type A has no field or method foo)"
	imag(1i).foo() // ERROR "imag(1i).foo undefined (type untyped float has no field or method foo)"
	copy(arr, "") // ERROR "invalid copy: argument must be a slice; have arr (variable of type [4]A)"
	(1).foo() // ERROR "(1).foo undefined (type untyped int has no field or method foo)"
	'a'.foo() // ERROR "'a'.foo undefined (type untyped rune has no field or method foo)"
	const c = 'a'
	c.foo() // ERROR "c.foo undefined (type untyped rune has no field or method foo)"
	const d A = 'a'
	d.foo() // ERROR "d.foo undefined (type A has no field or method foo)"
	const e = A(1)
	e.foo() // ERROR "e.foo undefined (type A has no field or method foo)"
	const f = e << 3
	f.foo() // ERROR "f.foo undefined (type A has no field or method foo)"
	"abc"[1].foo() // ERROR `"abc"[1].foo undefined (type byte has no field or method foo)`
	x := "abc"[1]
	x.foo() // ERROR "x.foo undefined (type byte has no field or method foo)"
	(a + 1).foo() // ERROR "(a + 1).foo undefined (type A has no field or method foo)"
	(1 + a).foo() // ERROR "(1 + a).foo undefined (type A has no field or method foo)"
	(-a).foo() // ERROR "(-a).foo undefined (type A has no field or method foo)"
	(a == 1).foo() // ERROR "(a == 1).foo undefined (type untyped bool has no field or method foo)"
	type L = []A
	type M []A
	var l L
	l.foo() // ERROR "l.foo undefined (type L has no field or method foo)"
	l[0].foo() // ERROR "l[0].foo undefined (type A has no field or method foo)"
	var m M
	m[0].foo() // ERROR "m[0].foo undefined (type A has no field or method foo)"
	m.foo() // ERROR "m.foo undefined (type M has no field or method foo)"
}
