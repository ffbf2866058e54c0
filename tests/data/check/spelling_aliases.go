package p

type (
	A1       = int
	A2       = struct{}
	A3       = []int
	G[P any] = map[string]P
	E        = error
)

func f[P any](x P) P { return x }
func h[P ~byte](x P) { _ = x.foo } // ERROR "x.foo undefined (type P has no field or method foo)"

func _(a A1, b A2, c A3, g G[int], r rune, by []byte, i8 []uint8, i interface {
	M(a int) (b string, err error)
}, j interface {
	error
	M()
}, k interface { // ERROR "cannot use type interface{E; int} outside a type constraint: interface contains type constraints"
	E
	int
}) {
	a.foo() // ERROR "a.foo undefined (type A1 has no field or method foo)"
	b.foo() // ERROR "b.foo undefined (type A2 has no field or method foo)"
	c.foo() // ERROR "c.foo undefined (type A3 has no field or method foo)"
	g.foo() // ERROR "g.foo undefined (type G[int] has no field or method foo)"
	r.foo() // ERROR "r.foo undefined (type rune has no field or method foo)"
	by.foo() // ERROR "by.foo undefined (type []byte has no field or method foo)"
	i8.foo() // ERROR "i8.foo undefined (type []uint8 has no field or method foo)"
	i.foo() // ERROR "i.foo undefined (type interface{M(a int) (b string, err error)} has no field or method foo)"
	j.foo() // ERROR "j.foo undefined (type interface{M(); error} has no field or method foo)"
	f(a).foo() // ERROR "f(a).foo undefined (type A1 has no field or method foo)"
	f(by).foo() // ERROR "f(by).foo undefined (type []byte has no field or method foo)"
	x := f(c)
	x.foo() // ERROR "x.foo undefined (type A3 has no field or method foo)"
	y := c[0]
	y.foo() // ERROR "y.foo undefined (type int has no field or method foo)"
	z := g["a"]
	z.foo() // ERROR "z.foo undefined (type int has no field or method foo)"
	var s string = a // ERROR "cannot use a (variable of int type A1) as string value in variable declaration"
	s = b // ERROR "cannot use b (variable of struct type A2) as string value in assignment"
	s = c // ERROR "cannot use c (variable of slice type A3) as string value in assignment"
	s = g // ERROR "cannot use g (variable of map type G[int]) as string value in assignment"
	s = r // ERROR "cannot use r (variable of type rune) as string value in assignment"
	s = by // ERROR "cannot use by (variable of type []byte) as string value in assignment"
	s = i // ERROR "cannot use i (variable of type interface{M(a int) (b string, err error)}) as string value in assignment"
	s = j // ERROR "cannot use j (variable of type interface{M(); error}) as string value in assignment"
	s = y // ERROR "cannot use y (variable of type int) as string value in assignment"
	s = x // ERROR "cannot use x (variable of slice type A3) as string value in assignment"
	a = s // ERROR "cannot use s (variable of type string) as A1 value in assignment"
	b = s // ERROR "cannot use s (variable of type string) as A2 value in assignment"
	c = s // ERROR "cannot use s (variable of type string) as A3 value in assignment"
	g = s // ERROR "cannot use s (variable of type string) as G[int] value in assignment"
	r = s // ERROR "cannot use s (variable of type string) as rune value in assignment"
	by = s // ERROR "cannot use s (variable of type string) as []byte value in assignment"
	i8 = s // ERROR "cannot use s (variable of type string) as []uint8 value in assignment"
	for _, ch := range s {
		s = ch // ERROR "cannot use ch (variable of type rune) as string value in assignment"
		ch.foo() // ERROR "ch.foo undefined (type rune has no field or method foo)"
	}
	for _, ch := range by {
		s = ch // ERROR "cannot use ch (variable of type byte) as string value in assignment"
		ch.foo() // ERROR "ch.foo undefined (type byte has no field or method foo)"
	}
	p := &a
	p.foo() // ERROR "p.foo undefined (type *A1 has no field or method foo)"
	s = p // ERROR "cannot use p (variable of type *A1) as string value in assignment"
	q := []A1{1}
	s = q // ERROR "cannot use q (variable of type []A1) as string value in assignment"
	q.foo() // ERROR "q.foo undefined (type []A1 has no field or method foo)"
	w := map[A1]A2{}
	s = w // ERROR "cannot use w (variable of type map[A1]A2) as string value in assignment"
	w.foo() // ERROR "w.foo undefined (type map[A1]A2 has no field or method foo)"
	s = func(x A1) A2 { return b } // ERROR "cannot use func(x A1) A2 {…} (value of type func(x A1) A2) as string value in assignment"
	s = i8 // ERROR "cannot use i8 (variable of type []uint8) as string value in assignment"
	s = [2]rune{} // ERROR "cannot use [2]rune{} (value of type [2]rune) as string value in assignment"
	s = struct { // ERROR "cannot use struct{x rune; y A1; z interface{foo(x rune)}}{} (value of type struct{x rune; y A1; z interface{foo(x rune)}}) as string value in assignment"
		x rune
		y A1
		z interface{ foo(x rune) }
	}{}
	u := (struct {
		x rune
		y A1
	}{}).x
	s = u // ERROR "cannot use u (variable of type rune) as string value in assignment"
	u.foo() // ERROR "u.foo undefined (type rune has no field or method foo)"
	switch v := i.(type) {
	case nil:
		s = v // ERROR "cannot use v (variable of type interface{M(a int) (b string, err error)}) as string value in assignment"
	}
}
