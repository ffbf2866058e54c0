package main

import "errors"

type S interface{ String() string }
type RS interface {
	S
	Read(n int) (int, error)
}
type A struct{ x int }

func (a A) String() string           { return "A" }
func (a *A) Read(n int) (int, error) { a.x += n; return a.x, nil }

type B [3]int32

func (b B) String() string { return "B" }

type C uint8

func (c C) String() string { return string(rune('a' + c)) }

type D struct {
	*A
	name string
}
type E struct{ D }
type F struct{ S }
type G func() string

func (g G) String() string { return g() }

type Small struct{ a, b int8 }
type Empty struct{}

func (Empty) String() string { return "empty" }

func kind(x interface{}) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int8:
		_, ok := v.(int)
		if ok {
			return "int"
		}
		return "int8"
	case string:
		return "string " + v
	case bool:
		if v {
			return "true"
		}
		return "false"
	case float64:
		println(v)
		return "float64"
	case []int:
		return "ints " + string(rune('0'+len(v)))
	case B:
		v[0] = 9
		println(v[0], v[1], v[2])
		return "B"
	case *A:
		return "*A"
	case error:
		return "error " + v.Error()
	case S:
		return "S " + v.String()
	case func() int:
		return "func"
	case Small:
		println(v.a, v.b)
		return "small"
	case struct{}:
		return "struct{}"
	case [2]bool:
		println(v[0], v[1])
		return "[2]bool"
	case complex64:
		println(v)
		return "c64"
	case int64:
		println(v)
		return "int64"
	case map[string]int:
		return "map"
	}
	return "other"
}

func try(f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(error); ok {
			println(e.Error())
		} else if s, ok := r.(string); ok {
			println("string", s)
		} else {
			println("no error")
		}
	}()
	f()
}

func main() {
	a := &A{1}
	arr := B{1, 2, 3}
	list := []interface{}{nil, 1, int8(2), "x", true, false, 2.5, []int{1, 2}, arr, a, errors.New("e"), *a,
		func() int { return 1 }, Small{3, -4}, struct{}{}, [2]bool{false, true}, complex64(1 + 2i), int64(1) << 40,
		map[string]int{}, C(3), D{a, "d"}, E{D{a, "e"}}, F{C(1)}, G(func() string { return "g" }), Empty{}, uint16(9)}
	for _, x := range list {
		println(kind(x))
	}
	println(arr[0])
	var s S = a
	println(s.String(), s.(RS) != nil)
	rs := s.(RS)
	println(rs.Read(5))
	s = D{a, "x"}
	rs = s.(RS)
	println(rs.Read(6))
	_, ok := S(C(1)).(RS)
	println(ok)
	for i, x := range list {
		for j, y := range list {
			func() {
				defer func() {
					if r := recover(); r != nil {
						println(i, j, r.(error).Error())
					}
				}()
				if x == y {
					print(i, "=", j, " ")
				}
			}()
		}
	}
	println()
	var e error
	try(func() { _ = list[1].(string) })
	try(func() { _ = list[0].(string) })
	try(func() { _ = list[1].(S) })
	try(func() { _ = list[0].(S) })
	try(func() { _ = S(nil).(C) })
	try(func() { _ = S(Empty{}).(C) })
	try(func() { println(e.Error()) })
	try(func() { var d D; println(d.x) })
	try(func() { var p *A; println(p.String()) })
	try(func() { var p *B; println(p[1]) })
	try(func() { panic("oops") })
	try(func() { panic(errors.New("err")) })
	try(func() { var f func(); f() })
	println(list[3] == "x", list[1] == 1, "x" == list[3], list[2] == int8(2), list[2] == 2, list[0] == nil)
	var s1, s2 S = C(3), C(3)
	println(s1 == s2, s1 == C(3), s1 != C(4), s1 == S(Empty{}))
	f := s1.String
	s1 = C(5)
	println(f(), s1.String())
	g := a.Read
	h := (*A).Read
	k := A.String
	l := S.String
	m := E.String
	n := RS.Read
	println(g(1))
	println(h(a, 1))
	println(k(*a), l(s1), m(E{D{a, ""}}))
	println(n(a, 1))
	d := D{a, "d"}
	q := d.Read
	d.A = &A{100}
	println(q(1))
	println(d.Read(1))
	var err error = errors.New("z")
	switch err := err.(type) {
	case nil:
		println("nil")
	default:
		println(err.Error())
	}
	switch x := interface{}(s1); y := x.(type) {
	case interface{ Foo() }:
		println("foo", y)
	case fmtS:
		println("fmtS", y.String())
	}
	var np *A
	var ns S = np
	println(ns == nil, ns != nil, np == nil)
	t := [2]interface{}{1, "a"}
	u := [2]interface{}{1, "a"}
	println(t == u)
	u[1] = 'a'
	println(t == u)
	st := struct {
		a int
		_ int
		s string
	}{1, 2, "s"}
	st2 := st
	println(st == st2)
	st2.s = "t"
	println(st == st2)
}

type fmtS interface{ String() string }
