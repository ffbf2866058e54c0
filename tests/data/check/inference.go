package main

// Inference of type arguments, and what cannot be inferred.

type list[T any] []T

func pair[T any](a, b T)               {}
func mapped[T, U any](x T, f func(T) U) {}
func slices[S ~[]E, E any](s S)        {}
func two[A, B any](a A) (b B)          { return }
func ident[T any](x T) T               { return x }
func both[T any](f func(T), x T)       {}
func show[T any](x T)                  {}

type stringer interface{ String() string }

func named[T stringer](x T) {}

type named1 struct{}

func (*named1) String() string { return "" }

func _(x int, s string, f float64, r <-chan int, c chan int) {
	pair(x, s)    // ERROR "in call to pair, type string of s does not match inferred type int for T"
	pair(1, 2.5)
	pair(1, "a")  // ERROR "mismatched types untyped int and untyped string (cannot infer T)"
	pair(r, c)
	slices(x)     // ERROR "in call to slices, S (type int) does not satisfy ~[]E"
	slices(list[int]{})
	_ = two(x)    // ERROR "in call to two, cannot infer B (declared at"
	_ = two[int, string](x)
	mapped(x, ident)
	both(show, s)
	both(show[int], s) // ERROR "type string of s does not match inferred type int for T"
	named(named1{})    // ERROR "T (type named1) does not satisfy stringer (method String has pointer receiver)"
	named(&named1{})
	var h func(int) int = ident
	_ = h
}

type number interface{ ~int | ~float64 }

type overlap interface {
	int | ~int // ERROR "overlapping terms ~int and int"
}

type wrong interface {
	~list[int]       // ERROR "invalid use of ~ (underlying type of list[int] is []int)"
	int | comparable // ERROR "cannot use comparable in union"
}

func sum[T number](l ...T) (s T) {
	for _, x := range l {
		s += x
	}
	return
}

func _[T chan int | chan string](c T) {
	<-c // ERROR "invalid operation: cannot receive from c (variable of type T constrained by chan int | chan string): channels chan int and chan string have different element types"
}

func _[T []int | [4]int](x T) {
	for range x { // ERROR "cannot range over x (variable of type T constrained by []int | [4]int): []int and [4]int have different underlying types"
	}
}

func _[T any](x, y T) bool {
	return x < y // ERROR "invalid operation: x < y (type parameter T cannot use operator <)"
}

type tree[T any] struct {
	left tree[T] // ERROR "invalid recursive type: tree[T] refers to itself"
}

type method struct{}

func (method) of[T any](x T) T { return x }

var _ = method{}.of[int, string] // ERROR "got 2 type arguments but want 1"
var _ int = method{}.of("a")     // ERROR "cannot use method{}.of("

func main() {}
