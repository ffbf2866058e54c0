package p

type T struct{ x int }

func (t T) v(a int) string   { return "" }
func (t *T) p(a ...int) bool { return true }

func none()                      {}
func one(int) int                { return 0 }
func two() (int, string)         { return 0, "" }
func take(int, string)           {}
func variadic(string, ...int)    {}
func iface(any, error)           {}
func fn(func(int) string)        {}
func all(...any) (a, b, c int)   { return }

func calls(t T, pt *T, s []int, f func(), x int, e error) {
	none()
	none(1) // ERROR "too many arguments in call to none"
	one() // ERROR "not enough arguments in call to one"
	one(1, 2) // ERROR "too many arguments in call to one"
	one("a") // ERROR "cannot use \"a\" (untyped string constant) as int value in argument to one"
	one(1.5) // ERROR "cannot use 1.5 (untyped float constant) as int value in argument to one (truncated)"
	one(x, x) // ERROR "too many arguments in call to one"
	take(two())
	take(1, two()) // ERROR "multiple-value two() (value of type (int, string)) in single-value context"
	take(two(), 1) // ERROR "multiple-value two() (value of type (int, string)) in single-value context" "cannot use 1 (untyped int constant) as string value in argument to take"
	variadic("a")
	variadic() // ERROR "not enough arguments in call to variadic"
	variadic("a", 1, 2)
	variadic("a", 1, "b") // ERROR "cannot use \"b\" (untyped string constant) as int value in argument to variadic"
	variadic("a", s...)
	variadic("a", 1, s...) // ERROR "too many arguments in call to variadic"
	variadic(s...) // ERROR "not enough arguments in call to variadic"
	variadic("a", "b"...) // ERROR "cannot use \"b\" (untyped string constant) as []int value in argument to variadic"
	one(s...) // ERROR "cannot use ... in call to non-variadic one"
	variadic(two()...) // ERROR "cannot use ... with 2-valued two()"
	iface(1, nil)
	iface(nil, 1) // ERROR "cannot use 1 (constant of type int) as error value in argument to iface: int does not implement error (missing method Error)"
	iface(t, e)
	all()
	all(1, "a", nil)
	all(two())
	all(none()) // ERROR "none() (no value) used as value"
	x() // ERROR "invalid operation: cannot call x (variable of type int): int is not a function"
	T() // ERROR "missing argument in conversion to T"
	T(t, t) // ERROR "too many arguments in conversion to T"
	T(1) // ERROR "cannot convert 1 (untyped int constant) to type T"
	int() // ERROR "missing argument in conversion to int"
	_ = t.v(1)
	_ = t.v("a") // ERROR "cannot use \"a\" (untyped string constant) as int value in argument to t.v"
	_ = T.v(t, 1)
	_ = T.v(1) // ERROR "not enough arguments in call to T.v"
	_ = (*T).v(pt, 1)
	_ = (*T).p(pt, 1, 2)
	_ = T.p(t) // ERROR "invalid method expression T.p (needs pointer receiver (*T).p)"
	fn(t.v)
	fn(T.v) // ERROR "cannot use T.v (value of type func(t T, a int) string) as func(int) string value in argument to fn"
	fn(pt.p) // ERROR "cannot use pt.p (value of type func(a ...int) bool) as func(int) string value in argument to fn"
	_ = two() // ERROR "assignment mismatch: 1 variable but two returns 2 values"
	_ = none() // ERROR "none() (no value) used as value"
	var a, b = two()
	_, _ = a, b
	a, b = one(1) // ERROR "assignment mismatch: 2 variables but one returns 1 value"
	a = two() // ERROR "assignment mismatch: 1 variable but two returns 2 values"
	none // ERROR "none (value of type func()) is not used"
	one(1) + 1 // ERROR "one(1) + 1 (value of type int) is not used"
	f // ERROR "f (variable of type func()) is not used"
	func() {} // ERROR "func() {} (value of type func()) is not used"
	_ = func() int { return 1 }()
	T{}.v(1)
	T{}.p(1) // ERROR "cannot call pointer method p on T"
	(&T{}).p()
	undefined(1, y) // ERROR "undefined: undefined" "undefined: y"
	_ = one(undefined) // ERROR "undefined: undefined"
	defer none // ERROR "expression in defer must be function call"
	go one(1)
	defer int(1) // ERROR "defer requires function call, not conversion int(1) (constant 1 of type int)"
	defer len("a") // ERROR "defer discards result of len(\"a\") (constant 1 of type int)"
	len("abc") // ERROR "len(\"abc\") (constant 3 of type int) is not used"
	int(3) // ERROR "int(3) (constant 3 of type int) is not used"
	<-make(chan int)
	-5 // ERROR "-5 (untyped int constant) is not used"
}
