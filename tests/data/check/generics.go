// Type parameters, constraints, instances and inference.

package p

type N interface{ ~int | ~float64 }
type L[T any] struct{ x T }

func F[T N](x T) T              { return x }
func G[T any](x, y T) T         { return x }
func H[T any]() (x T)           { return }
func P[T any](x []T)            {}
func K[T comparable](x T)       {}
func Add[T N](x, y T) T         { return x + y }
func Ptr[T any, PT interface{ *T; Set() }](x *T) { PT(x).Set() }

type S struct{ next *S }

func (s *S) Set() {}

func (l *L[E]) get() E { return l.x }

func Z[T any](x, y T) {
	_ = x == y     // ERROR "invalid operation: x == y (incomparable types in type set)"
	_ = x + y      // ERROR "operator + not defined on x (variable of type T constrained by any)"
	x.foo()        // ERROR "x.foo undefined (type T has no field or method foo)"
	_ = x.(int)    // ERROR "cannot use type assertion on type parameter value x (variable of type T constrained by any)"
	_ = x[0]       // ERROR "cannot index x (variable of type T constrained by any)"
	var _ T = nil  // ERROR "cannot use nil as T value in variable declaration"
	switch x.(type) { // ERROR "cannot use type switch on type parameter value x (variable of type T constrained by any)"
	}
	var _ map[T]int // ERROR "invalid map key type T (missing comparable constraint)"
	for range x { // ERROR "cannot range over x (variable of type T constrained by any): no specific type"
	}
}

func _() {
	F("s")          // ERROR "string does not satisfy N (string missing in ~int | ~float64)"
	_ = F[string]   // ERROR "string does not satisfy N (string missing in ~int | ~float64)"
	G(1, "a")       // ERROR "in call to G, mismatched types untyped int and untyped string (cannot infer T)"
	H()             // ERROR "in call to H, cannot infer T"
	P(3)            // ERROR "in call to P, cannot infer T"
	K([]int{})      // ERROR "[]int does not satisfy comparable"
	_ = G           // ERROR "cannot use generic function G without instantiation"
	_ = G[int, int] // ERROR "got 2 type arguments but want 1"
	var _ L           // ERROR "cannot use generic type L[T any] without instantiation"
	var _ L[int, int] // ERROR "too many type arguments for type L: have 2, want 1"
	var _ int[string] // ERROR "invalid operation: int[string] (int is not a generic type)"
	var _ N           // ERROR "cannot use type N outside a type constraint: interface contains type constraints"
	var s []string
	P[int](s) // ERROR "cannot use s (variable of type []string) as []int value in argument to P[int]"
}

func _() {
	Ptr(&S{})
	var l L[string]
	var _ string = l.get()
	var _ func(int, int) int = G
	var _ float64 = G(1, 2.5)
	_, _ = Add(1, 2), Add[float64](1, 2)
}
