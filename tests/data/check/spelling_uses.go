package p

type A = int
type R = rune
func f2(a float32, s string) {}
func g0() {}
func g1() (x A, r rune) { return }
func ret() (a A, r rune) { return 1, 2, 3 } // ERROR "too many return values"
func ret2() (a A, r rune) { return 1 } // ERROR "not enough return values"
func ret3() (a []A, r struct{x A}, c chan R) { var x A; return x, g1 } // ERROR "not enough return values"
func ret4() { return g1() } // ERROR "too many return values"
func va(a A, r ...rune) {}
func gen[P any, Q ~[]P](p P, q Q) {}
func _() {
	f2(g0()) // ERROR "g0() (no value) used as value" "not enough arguments in call to f2"
	f2() // ERROR "not enough arguments in call to f2"
	f2(g1()) // ERROR "cannot use g1() (value of int type A) as float32 value in argument to f2" "cannot use g1() (value of type rune) as string value in argument to f2"
	f2(g1) // ERROR "not enough arguments in call to f2"
	g1(1) // ERROR "too many arguments in call to g1"
	va() // ERROR "not enough arguments in call to va"
	va(1, "") // ERROR `cannot use "" (untyped string constant) as rune value in argument to va`
	va("") // ERROR `cannot use "" (untyped string constant) as A value in argument to va`
	var x float64 // ERROR "declared and not used: x"
	var a A
	var b []A
	var c map[A]R
	a.x = 1 // ERROR "a.x undefined (type A has no field or method x)"
	b[a] = "" // ERROR `cannot use "" (untyped string constant) as A value in assignment`
	c[""] = 1 // ERROR `cannot use "" (untyped string constant) as A value in map index`
	c[a] = "" // ERROR `cannot use "" (untyped string constant) as R value in assignment`
	b = append(b, "", 'a', a, c) // ERROR `cannot use "" (untyped string constant) as A value in argument to append` "cannot use c (variable of type map[A]R) as A value in argument to append"
	copy(b, c) // ERROR "invalid copy: argument must be a slice; have c (variable of type map[A]R)"
	a(1) // ERROR "invalid operation: cannot call a (variable of int type A): A is not a function"
	b(1) // ERROR "invalid operation: cannot call b (variable of type []A): []A is not a function"
	if a { } // ERROR "non-boolean condition in if statement"
	for a { } // ERROR "non-boolean condition in for statement"
	a++
	c++ // ERROR "invalid operation: c++ (non-numeric type map[A]R)"
	!a // ERROR "invalid operation: operator ! not defined on a (variable of int type A)"
	_ = !a // ERROR "invalid operation: operator ! not defined on a (variable of int type A)"
	_ = -b // ERROR "invalid operation: operator - not defined on b (variable of type []A)"
	_ = *a // ERROR "invalid operation: cannot indirect a (variable of int type A)"
	_ = &1 // ERROR "invalid operation: cannot take address of 1 (untyped int constant)"
	_ = <-a // ERROR "invalid operation: cannot receive from non-channel A a (variable of int type A)"
	a <- 1 // ERROR "invalid operation: cannot send to non-channel A a (variable of int type A)"
	_ = a.(int) // ERROR "invalid operation: a (variable of int type A) is not an interface"
	_ = any(a).(A).x // ERROR "any(a).(A).x undefined (type A has no field or method x)"
	_ = a[1] // ERROR "cannot index a (variable of int type A)"
	_ = b["a"] // ERROR `cannot convert "a" (untyped string constant) to type int`
	_ = c[1:] // ERROR "cannot slice c (variable of type map[A]R)"
	_ = len(a) // ERROR "invalid argument: a (variable of int type A) for built-in len"
	_ = cap(c) // ERROR "invalid argument: c (variable of type map[A]R) for built-in cap"
	_ = make(A) // ERROR "invalid argument: cannot make A: type must be slice, map, or channel"
	_ = make(R, 1) // ERROR "invalid argument: cannot make R: type must be slice, map, or channel"
	_ = new(1)
	_ = A("") // ERROR `cannot convert "" (untyped string constant) to type A`
	_ = R(b) // ERROR "cannot convert b (variable of type []A) to type R"
	_ = []A(c) // ERROR "cannot convert c (variable of type map[A]R) to type []A"
	_ = a && a // ERROR "invalid operation: operator && not defined on a (variable of int type A)"
	_ = b == b // ERROR "invalid operation: b == b (slice can only be compared to nil)"
	_ = a + b // ERROR "invalid operation: a + b (mismatched types A and []A)"
	_ = a < c // ERROR "invalid operation: a < c (mismatched types A and map[A]R)"
	_ = a << b // ERROR "invalid operation: shift count b (variable of type []A) must be integer"
	_ = a << 1.5 // ERROR "1.5 (untyped float constant) truncated to uint"
	_ = R(300) + "a" // ERROR `invalid operation: R(300) + "a" (mismatched types R and untyped string)`
	const k byte = 300 // ERROR "cannot use 300 (untyped int constant) as byte value in constant declaration (overflows)"
	const l R = 1 << 40 // ERROR "cannot use 1 << 40 (untyped int constant 1099511627776) as R value in constant declaration (overflows)"
	const m A = 1.5 // ERROR "cannot use 1.5 (untyped float constant) as A value in constant declaration (truncated)"
	var u8 byte = 256 // ERROR "cannot use 256 (untyped int constant) as byte value in variable declaration (overflows)"
	u8 = 1000 // ERROR "cannot use 1000 (untyped int constant) as byte value in assignment (overflows)"
	u8 = -1 // ERROR "cannot use -1 (untyped int constant) as byte value in assignment (overflows)"
	u8 = 1.5 // ERROR "cannot use 1.5 (untyped float constant) as byte value in assignment (truncated)"
	u8 = "a" // ERROR `cannot use "a" (untyped string constant) as byte value in assignment`
	u8 += "a" // ERROR `invalid operation: u8 += "a" (mismatched types byte and untyped string)`
	u8 = u8 + 256 // ERROR "256 (untyped int constant) overflows byte"
	_ = u8 == 256 // ERROR "256 (untyped int constant) overflows byte"
	_ = u8 == R(1) // ERROR "invalid operation: u8 == R(1) (mismatched types byte and R)"
	_ = []byte{256} // ERROR "cannot use 256 (untyped int constant) as byte value in array or slice literal (overflows)"
	_ = [...]R{"a"} // ERROR `cannot use "a" (untyped string constant) as R value in array or slice literal`
	_ = struct{ a A }{"x"} // ERROR `cannot use "x" (untyped string constant) as A value in struct literal`
	_ = &struct{ a R }{a: "x"} // ERROR `cannot use "x" (untyped string constant) as R value in struct literal`
	var s struct { a A; r R }
	s.a = "" // ERROR `cannot use "" (untyped string constant) as A value in assignment`
	s.r = a // ERROR "cannot use a (variable of int type A) as R value in assignment"
	s = a // ERROR "cannot use a (variable of int type A) as struct{a A; r R} value in assignment"
	_ = append([]byte("x"), "y") // ERROR `cannot use "y" (untyped string constant) as byte value in argument to append`
	_ = append([]byte("x"), []rune("y")...) // ERROR `cannot use []rune("y") (value of type []rune) as []byte value in argument to append`
	switch a { case "a", 1.5, b: } // ERROR `cannot convert "a" (untyped string constant) to type int` "1.5 (untyped float constant) truncated to int" "invalid case b in switch on a (mismatched types []A and A)"
	switch any(a).(type) { case A, int: case R, rune, int32: } // ERROR "duplicate case int in type switch" "previous case" "duplicate case rune in type switch" "previous case" "duplicate case int32 in type switch" "previous case"
	var i interface{ m(R) }
	i.m("") // ERROR `cannot use "" (untyped string constant) as R value in argument to i.m`
	var e error = a // ERROR "declared and not used: e" "cannot use a (variable of int type A) as error value in variable declaration: int does not implement error (missing method Error)"
	func(a A, b ...R) {}(a, a) // ERROR "cannot use a (variable of int type A) as R value in argument to func(a A, b ...R) {}"
	go a // ERROR "expression in go must be function call"
	defer a.x() // ERROR "a.x undefined (type A has no field or method x)"
	goto a // ERROR "label a not defined"
	return a // ERROR "too many return values"
	a, b = b, a // ERROR "cannot use b (variable of type []A) as A value in multiple assignment" "cannot use a (variable of int type A) as []A value in multiple assignment"
	a, b := g1() // ERROR "no new variables on left side of :=" "cannot use 2nd function result (value of type rune) as []A value in multiple assignment"
	a, b, d := g1() // ERROR "declared and not used: d" "assignment mismatch: 3 variables but g1 returns 2 values"
	z := b // ERROR "declared and not used: z"
	z = a // ERROR "cannot use a (variable of int type A) as []A value in assignment"
	for i, v := range b { i.x(); v.x() } // ERROR "i.x undefined (type int has no field or method x)" "v.x undefined (type A has no field or method x)"
	for i, v := range c { i.x(); v.x() } // ERROR "i.x undefined (type A has no field or method x)" "v.x undefined (type R has no field or method x)"
	for a = range "abc" {}
	for _, a = range b {}
	var p *A = &b // ERROR "cannot use &b (value of type *[]A) as *A value in variable declaration"
	p = &c // ERROR "cannot use &c (value of type *map[A]R) as *A value in assignment"
	p = new(R) // ERROR "cannot use new(R) (value of type *R) as *A value in assignment"
	*p = "" // ERROR `cannot use "" (untyped string constant) as A value in assignment`
	var ch chan<- A
	<-ch // ERROR "invalid operation: cannot receive from send-only channel chan<- A ch (variable of type chan<- A)"
	ch <- "" // ERROR `cannot use "" (untyped string constant) as A value in send`
	close(b) // ERROR "invalid operation: cannot close non-channel b (variable of type []A)"
	var fn func(A) R = g1 // ERROR "declared and not used: fn" "cannot use g1 (value of type func() (x A, r rune)) as func(A) R value in variable declaration"
	fn = func(a A) A { return "" } // ERROR "cannot use func(a A) A {…} (value of type func(a A) A) as func(A) R value in assignment" `cannot use "" (untyped string constant) as A value in return statement`
	fn = func(a R) R { return 'a' } // ERROR "cannot use func(a R) R {…} (value of type func(a R) R) as func(A) R value in assignment"
	max(a, b) // ERROR "invalid argument: b (variable of type []A) cannot be ordered"
	delete(c, "") // ERROR `cannot use "" (untyped string constant) as A value in argument to delete`
	delete(b, 1) // ERROR "invalid argument: b (variable of type []A) is not a map"
	clear(a) // ERROR "invalid argument: cannot clear a (variable of int type A): argument must be (or constrained by) map or slice"
	panic() // ERROR "invalid operation: not enough arguments for panic() (expected 1, found 0)"
	print(g0()) // ERROR "g0() (no value) used as value"
	recover(1) // ERROR "invalid operation: too many arguments for recover(1) (expected 0, found 1)"
	_ = func() A { return b } // ERROR "cannot use b (variable of type []A) as A value in return statement"
	_ = (*A)(b) // ERROR "cannot convert b (variable of type []A) to type *A"
}
