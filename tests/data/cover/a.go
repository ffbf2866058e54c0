package cov

import (
	"errors"
	"fmt"

	"example.com/cov/sub"
)

var table = map[string]func(int) int{
	"a": func(x int) int { return x + 1 },
	"b": func(x int) int {
		if x > 3 {
			return 1
		}
		return 2
	},
}

func _() { fmt.Println("never") }

func empty() {}

func Kind(n int) string {
	switch {
	case n < 0:
		return "neg"
	case n == 0:
		return "zero"
	default:
		n++
		fallthrough
	case n > 100:
		return "big"
	}
}

func Loop(xs []int) (sum int, err error) {
outer:
	for i, x := range xs {
		if x == 13 {
			continue outer
		} else if x == 14 {
			break
		} else {
			sum += sub.Double(x)
		}
		for j := 0; j < i; j++ {
			sum++
		}
	}
	goto end
end:
	if sum > 1000 {
		return 0, errors.New("too large")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	if f := table["a"]; f(1) == 3 {
		panic("no")
	}
	x := func() int { return 1 }()
	sum += x
	if y := func() int { return 2 }(); y == 2 {
		sum += y
	}
	return
}

type T[E any] struct{ v E }

func (t *T[E]) Get() E {
	if t == nil {
		var zero E
		return zero
	}
	return t.v
}

func Sel(c, d chan int) int {
	select {
	case x := <-c:
		return x
	case d <- 1:
	default:
		return -1
	}
	{
		c <- 2
	}
	var q any = 3
	switch v := q.(type) {
	case int:
		return v
	case string:
	}
	for {
		panic("x")
	}
L:
	return 1
	goto L
}
