package p

type P struct{ X, Y int }
type L struct {
	P
	Name string
	next *L
}
type Q struct{ *P }

var (
	_ = P{}
	_ = P{1, 2}
	_ = P{1} // ERROR "too few values in struct literal of type P"
	_ = P{1, 2, 3} // ERROR "too many values in struct literal of type P"
	_ = P{X: 1}
	_ = P{X: 1, X: 2} // ERROR "duplicate field name X in struct literal"
	_ = P{X: 1, 2} // ERROR "mixture of field:value and value elements in struct literal"
	_ = P{1, Y: 2} // ERROR "mixture of field:value and value elements in struct literal"
	_ = P{Z: 1} // ERROR "unknown field Z in struct literal of type P"
	_ = P{x: 1} // ERROR "unknown field x in struct literal of type P, but does have X"
	_ = P{"a": 1} // ERROR "invalid field name \"a\" in struct literal"
	_ = P{"a", 2} // ERROR "cannot use \"a\" (untyped string constant) as int value in struct literal"
	_ = P{X: "a"} // ERROR "cannot use \"a\" (untyped string constant) as int value in struct literal"
	_ = L{P: P{1, 2}, Name: "a"}
	_ = L{X: 1, Name: "b"}
	_ = L{P: P{}, X: 1} // ERROR "cannot specify promoted field X and enclosing embedded field P"
	_ = L{X: 1, P: P{}} // ERROR "cannot specify embedded field P and enclosed promoted field X"
	_ = Q{X: 1} // ERROR "invalid implicit pointer indirection to reach X"
	_ = L{P{1, 2}, "a", nil}
	_ = L{P: {1, 2}} // ERROR "missing type in composite literal"
	_ = []int{1, 2, 3}
	_ = []int{5: 1, 2, 0: 3}
	_ = []int{1, 0: 2} // ERROR "duplicate index 0 in array or slice literal"
	_ = []int{-1: 2} // ERROR "invalid argument: index -1 (constant of type int) must not be negative"
	_ = []int{"a": 2} // ERROR "cannot convert \"a\" (untyped string constant) to type int"
	_ = []int{1.5: 2} // ERROR "1.5 (untyped float constant) truncated to int"
	_ = []int{"a"} // ERROR "cannot use \"a\" (untyped string constant) as int value in array or slice literal"
	_ = [2]int{1, 2, 3} // ERROR "index 2 is out of bounds (>= 2)"
	_ = [2]int{5: 1} // ERROR "invalid argument: index 5 out of bounds [0:2]"
	_ = [...]int{3: 1, 2}
	_ = []P{{1, 2}, {X: 3}}
	_ = []*P{{1, 2}, {X: 3}, nil}
	_ = [][]int{{1}, {2, 3}}
	_ = [...][2]int{{1}, {2, 3}, {4, 5, 6}} // ERROR "index 2 is out of bounds (>= 2)"
	_ = map[string]int{"a": 1, "b": 2}
	_ = map[string]int{"a": 1, "a": 2} // ERROR "duplicate key \"a\" in map literal"
	_ = map[string]int{1: 1} // ERROR "cannot use 1 (untyped int constant) as string value in map literal"
	_ = map[string]int{"a": "b"} // ERROR "cannot use \"b\" (untyped string constant) as int value in map literal"
	_ = map[string]int{"a"} // ERROR "missing key in map literal"
	_ = map[any]int{1: 1, 1.0: 2, "a": 3, 1: 4} // ERROR "duplicate key 1 in map literal"
	_ = map[P]string{{1, 2}: "a", {3, 4}: "b"}
	_ = map[string]P{"a": {1, 2}}
	_ = map[string]*P{"a": {1, 2}}
	_ = map[float64]int{1: 1, 1.0: 2, 0.1: 3, .1: 4} // ERROR "duplicate key 1 in map literal" "duplicate key 0.1 in map literal"
	_ = map[bool]int{true: 1, false: 2, true: 3} // ERROR "duplicate key true in map literal"
	_ = int{} // ERROR "invalid composite literal type int"
	_ = undefinedT{1, a: 2} // ERROR "undefined: undefinedT"
	_ = struct{ a int }{1}
	_ = struct{ a int }{a: 1, b: 2} // ERROR "unknown field b in struct literal of type struct{a int}"
	_ = [...]string{2: "a", "b"}[3]
	_ = [...]string{2: "a", "b"}[4] // ERROR "invalid argument: index 4 out of bounds [0:4]"
	_ = *P{1, 2} // ERROR "invalid operation: cannot indirect P{…} (value of struct type P)"
	_ = (&P{1, 2}).X
	_ = []interface{}{1, "a", nil}
	_ = []error{1} // ERROR "cannot use 1 (constant of type int) as error value in array or slice literal: int does not implement error (missing method Error)"
	_ = 0x1p-2
	_ = 'a'
	_ = 1_000
	_ [3]int = [...]int{1, 2} // ERROR "cannot use [...]int{…} (value of type [2]int) as [3]int value in variable declaration"
)

var a [...]int // ERROR "invalid use of [...] array (outside a composite literal)"
