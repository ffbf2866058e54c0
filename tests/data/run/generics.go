package main

// Generic methods, aliases, instances in several forms.

type Num interface{ ~int | ~int64 | ~float64 }

type List[T any] struct {
	items []T
}

func (l *List[T]) Add(x T) *List[T] {
	l.items = append(l.items, x)
	return l
}

func (l *List[T]) Map[U any](f func(T) U) *List[U] {
	out := &List[U]{}
	for _, x := range l.items {
		out.Add(f(x))
	}
	return out
}

func (l *List[T]) Fold[A any](zero A, f func(A, T) A) A {
	acc := zero
	for _, x := range l.items {
		acc = f(acc, x)
	}
	return acc
}

type Plain struct{ n int }

func (p Plain) Twice[T Num](x T) T { return x * T(2+p.n-p.n) }

func (p *Plain) Set[T interface{ ~int | ~string }](x T) string {
	switch v := any(x).(type) {
	case int:
		p.n = v
		return "int"
	case string:
		p.n = len(v)
		return "string"
	}
	return "other"
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

type IntPair[V any] = Pair[int, V]
type Set[T comparable] = map[T]struct{}
type Matrix[T any] = [][]T
type Fn[A, B any] = func(A) B

func (p Pair[K, V]) With[W any](w W) Pair[K, W] { return Pair[K, W]{p.Key, w} }

func apply[A, B any](x A, f Fn[A, B]) B { return f(x) }

func keys[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

func double[T Num](x T) T { return x + x }
func str[T any](x T) string { return "s" }

type Stack[T any] struct{ List[T] }

type G[F any] struct{ f F }

func (g G[F]) Ptr[P *F](p P) F { return *p }

func walk[T any](n int, x T) int {
	if n == 0 {
		return 0
	}
	return 1 + walk(n-1, x)
}

func main() {
	l := (&List[int]{}).Add(1).Add(2).Add(3)
	s := l.Map(func(i int) string { return "abc"[:i] })
	for _, x := range s.items {
		println(x)
	}
	println(l.Fold(10, func(a, x int) int { return a + x }))
	println(l.Map[int64](func(i int) int64 { return int64(i) << 33 }).items[2])
	f := l.Map[bool]
	println(f(func(i int) bool { return i > 1 }).items[1])
	h := (*List[int]).Fold[string]
	println(h(l, "", func(a string, x int) string { return a + "x" }))
	var p Plain
	println(p.Twice(4), p.Twice[int64](5), int(p.Twice(1.5)))
	println(p.Set(7), p.n, p.Set("four"), p.n)
	ip := IntPair[string]{1, "one"}
	println(ip.Key, ip.Val, ip.With(2.5).Key, ip.With("z").Val)
	set := Set[string]{"a": {}, "b": {}}
	println(len(set), keys(set))
	m := Matrix[int]{{1, 2}, {3}}
	println(len(m), len(m[0]))
	println(apply(3, double), apply("q", str[string]))
	var fn func(int) int = double
	println(fn(21))
	st := Stack[string]{}
	st.Add("p").Add("q")
	println(st.Fold(0, func(n int, s string) int { return n + len(s) }))
	i := 5
	println(G[int]{}.Ptr(&i))
	println(walk(5, []int{}))
}
