package main

import (
	"errors"
	"fmt"

	"time"
)

type P struct{ X, Y int }
type S string
type E struct{ code int }
type N struct {
	Name string
	next *N
	M    map[string]P
	L    []any
	F    func()
	e    error
	Ch   chan int
	A    [2]bool
}

func (e *E) Error() string { return fmt.Sprint("code ", e.code) }
func (s S) String() string { return "S(" + string(s) + ")" }

type G int

func (g G) GoString() string           { return "G!" }
func (g G) Format(f fmt.State, c rune) { fmt.Fprintf(f, "<%c %d>", c, int(g)) }

func main() {
	fmt.Println("hello", 1, 2.5, true, 'x', nil, []int{1, 2}, P{1, 2}, &P{3, 4}, map[string]int{"b": 2, "a": 1})
	fmt.Printf("%d %5d|%-5d|%05d %x %X %o %b %c %q %U\n", 42, 42, 42, 42, 255, 255, 8, 5, 'A', 'B', 0x1F600)
	fmt.Printf("%v %+v %#v %T\n", P{1, 2}, P{1, 2}, P{1, 2}, P{1, 2})
	fmt.Printf("%f %.2f %8.3f %e %g %G\n", 3.14159, 3.14159, 3.14159, 1e10, 1e-10, 1e21)
	fmt.Printf("%s %q %x %X % x %10s|%-10s|%.2s\n", "hi", "q\"", "hex", "hex", "hex", "r", "l", "trunc")
	fmt.Printf("%t %v %p\n", true, false, nil)
	fmt.Printf("%v %d %s\n", S("a"), []int{1, 2, 3}, []string{"a", "b"})
	fmt.Printf("%v %+v %#v\n", N{Name: "x", L: []any{1, "a", nil}}, N{M: map[string]P{"k": {1, 2}}}, []S{"z"})
	fmt.Printf("%!  %z %d\n", 1)
	fmt.Printf("%[2]d %[1]d %*d\n", 1, 2, 5, 3)
	fmt.Printf("%v %v %v\n", int8(-5), uint64(1<<63), complex(1, -2))
	fmt.Printf("%6.2f%% %+d %+.3e % d\n", 99.5, 5, 12345.678, 7)
	fmt.Printf("%v %s %#v\n", G(3), G(4), G(5))
	err := fmt.Errorf("wrap: %w", &E{7})
	fmt.Println(err, errors.Unwrap(err))
	var e *E
	fmt.Println(errors.As(err, &e), e.code, errors.Is(err, e))
	fmt.Printf("%x %X % X %#x\n", []byte("abc"), []byte("abc"), []byte("abc"), []byte("abc"))
	fmt.Printf("%v %v\n", [3]byte{1, 2, 3}, []byte("abc"))
	fmt.Printf("%08b %#o %#b\n", 5, 8, 5)
	fmt.Printf("%v %v\n", time.Second*90, struct {
		A *int
		B any
	}{nil, 4})
	var n int
	var s string
	c, err := fmt.Sscanf("12 abc", "%d %s", &n, &s)
	fmt.Println(c, err, n, s)
	c, err = fmt.Sscan("7 x", &n, &s)
	fmt.Println(c, err, n, s)
	fmt.Printf("%T %T %T %T\n", main, err, map[string][]int{}, struct{ a int }{1})
	fmt.Printf("%#v %#v %#v\n", map[string]int{"a": 1}, []any{1, "x", nil, 2.5}, &P{1, 2})
	defer func() { fmt.Println("recovered:", recover()) }()
	var m map[string]int
	m["a"] = 1
}
