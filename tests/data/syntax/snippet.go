//go:build go1.21

// Package p has a little of everything.
package p

import (
	"fmt"
	_ "os"
	m "math"
)

const (
	A, B T = iota, 1 << iota
	C, D
	_
)

type (
	T      int
	S      struct {
		a, b int `json:"a"`
		*T
		m.U[int]
		next *S
	}
	I interface {
		~int | ~string
		fmt.Stringer
		M(x int, y ...string) (z error)
	}
	G[K comparable, V any] map[K][]V
	L[P *struct{}]         = chan<- <-chan P
)

var x, y = [...]float64{0: 0x1p-2, 3.5e+7, 1_000i}, map[string]struct{ q rune }{"k": {'\u00e9'}}

//go:noinline
func (g G[K, V]) Add[P any](k K, v V, p P) (n int, _ error) {
	defer func() { recover() }()
	for i := range 10 {
		g[k] = append(g[k], v)
		if j := i; j > 3 && !(j == 5) {
			continue
		} else if j < 0 {
			break
		} else {
			goto End
		}
	}
outer:
	for i, e := 0, len(x); i < e; i, e = i+1, e-1 {
		switch z := any(p).(type) {
		case nil, int, []T:
			_ = z
			break outer
		default:
			fallthrough
		}
	}
	select {
	case v, ok := <-ch:
		_, _ = v, ok
	case out <- *ptr:
	default:
	}
End:
	go fmt.Println(S{a: 1}, &S{}, x[1:2:3], f[int, string](nil...), (*S).Add)
	n |= 1 &^ 2
	n++
	return -n, nil
}
