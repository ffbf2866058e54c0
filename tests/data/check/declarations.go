// Declarations and what may be wrong with them.
package main

import (
	"unsafe"
	u2 "unsafe" // ERROR ""unsafe" imported as u2 and not used"
)

const (
	a, b = iota, iota + 10
	c, d
	e, f /* ERROR "missing init expr for f" */ = 1
	s = "x" + 1 // ERROR "mismatched types untyped string and untyped int"
)

const tooMany = 1, 2 // ERROR "extra init expr 2"
const notConst = len(v) // ERROR "len(v) (value of type int) is not constant"
const fn func() = nil // ERROR "invalid constant type func()"

var v []int
var v /* ERROR "v redeclared in this block" */ int
var p, q = two()
var r, t, w /* ERROR "missing init expr for w" */ = 1, 2
var x int = "a" // ERROR "cannot use "a" (untyped string constant) as int value in variable declaration"
var n = nil // ERROR "use of untyped nil in variable declaration"
var none = nothing() // ERROR "nothing() (no value) used as value"
var one = two() // ERROR "multiple-value two() (value of type (int, string)) in single-value context"

func two() (int, string) { return 1, "" }
func nothing()           {}

func init() {}
func init() {}
func init /* ERROR "func init must have no arguments and no return values" */ (int) {}

var init /* ERROR "cannot declare init - must be func" */ = 1

type T struct {
	a, b int
	a    /* ERROR "a redeclared" */ string
	*U
	P /* ERROR "embedded field type cannot be a pointer" */
	*I /* ERROR "embedded field type cannot be a pointer to an interface" */
}

type (
	U struct{ z int }
	P *int
	I interface{ M() }
	K map[func /* ERROR "invalid map key type func()" */ ()]int
	A [v /* ERROR "invalid array length v" */]int
	B [1.5 /* ERROR "array length 1.5 (untyped float constant) must be integer" */]int
	C [-1 /* ERROR "invalid array length -1 (untyped int constant)" */]int
	D [x1 /* ERROR "undefined array length x1 or missing type constraint" */]int
)

func (T) m()  {}
func (*T) m /* ERROR "method T.m already declared at" */ () {}
func (T) b /* ERROR "field and method with the same name b" */ () {}
func (P /* ERROR "invalid receiver type P (pointer or interface type)" */) m() {}
func (int /* ERROR "cannot define new methods on non-local type int" */) m() {}
func (undefd /* ERROR "undefined: undefd" */) m() {}

type I2 interface {
	M()
	M /* ERROR "duplicate method M" */ (int)
}

func params(a int, a /* ERROR "a redeclared in this block" */ string) {}
func mixed(a ...int, b string) {} // ERROR "can only use ... with final parameter"

func uses() {
	_ = unsafe.Sizeof(0)
	_ = T /* ERROR "T (type) is not an expression" */
	var _ v /* ERROR "v (package-level variable) is not a type" */
	var _ unsafe /* ERROR "unsafe (package name) is not a type" */
	_ = unsafe /* ERROR "use of package unsafe not in selector" */
	_ = unsafe.nope // ERROR "undefined: unsafe.nope"
	_ = _ /* ERROR "cannot use _ as value or type" */
	_ = iota /* ERROR "cannot use iota outside constant declaration" */
	const local = iota
	var l1 int
	type unusedTypesAreFine int
	var l1 /* ERROR "l1 redeclared in this block" */ string
	_ = l1
}

func main() {}
