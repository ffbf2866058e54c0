// Cycles: types that contain themselves, declarations and initialisers that need themselves.
package p

import "unsafe"

type A /* ERROR "invalid recursive type: A refers to itself" */ A
type B /* ERROR "invalid recursive type B" */ C
type C D
type D B

type S1 /* ERROR "invalid recursive type: S1 refers to itself" */ struct{ s S1 }
type S2 /* ERROR "invalid recursive type S2" */ struct{ s [3]S3 }
type S3 struct{ s S2 }

type I1 /* ERROR "invalid recursive type I1" */ interface{ I2 }
type I2 interface{ I1 }

type X /* ERROR "invalid recursive type: X refers to itself" */ = X
type Y /* ERROR "invalid recursive type: Y refers to itself" */ = *Y

type L /* ERROR "invalid recursive type" */ [len(l)]int

var l L

type Z /* ERROR "invalid recursive type: Z refers to itself" */ [unsafe.Sizeof(Z{})]int

// These are all right.
type (
	List  struct{ next *List }
	Tree  struct{ kids []Tree }
	Node  interface{ Parent() Holder }
	Holder interface {
		Node
		Kids() []Node
	}
	F     func(F) F
	M     map[string]M
	Ch    chan Ch
	E     struct{ alias PE }
	PE    = *E
	Array [unsafe.Sizeof((*Array)(nil))]int
)

var x1 /* ERROR "initialization cycle for x1" */ = x2
var x2 = f1()

func f1() int { return x1 }

var y1 /* ERROR "initialization cycle: y1 refers to itself" */ = y1
var g /* ERROR "initialization cycle: g refers to itself" */ = func() { g() }

const k1 /* ERROR "initialization cycle for k1" */ = k2
const k2 = k1

var m1 /* ERROR "initialization cycle for m1" */ = T{}.m()

type T struct{}

func (T) m() int { return m1 }

// A function may refer to a variable that refers to it only if initialising does not.
var ok func() int

func useOk() int { return ok() }
func init()      { ok = useOk }

func _() {
	type R /* ERROR "invalid recursive type: R refers to itself" */ struct{ r R }
	type Q struct{ q *Q }
}
