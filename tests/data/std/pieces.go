// Calls of package fmt with constant formats, which are made in pieces where the operands allow it.
package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"time"
)

type code int

func (c code) String() string { return "code " + string(rune('A'+c)) }

type bad struct{ n int }

func (b *bad) Error() string { return [...]string{"zero", "one"}[b.n] }

type loud string

func (l loud) Format(s fmt.State, verb rune) { fmt.Fprint(s, "LOUD", string(verb)) }

type name string
type bytes []byte
type level uint8
type both struct{}

func (both) Error() string  { return "as error" }
func (both) String() string { return "as string" }

type panics struct{}

func (panics) String() string { panic("no") }

type panicsErr struct{}

func (panicsErr) Error() string { panic(errors.New("inner")) }

func order(s string) string { fmt.Print(s, ";"); return s }

func main() {
	x, s := 42, "text"
	fmt.Println(fmt.Sprintf("%d|%5d|%-5d|%05d|%x|%X|%08b|%o|%c", x, x, x, -x, 255, 48879, 5, 8, 'ß'))
	fmt.Println(fmt.Sprintf("%s|%v|%q|%10s|%-10s|", s, s, s, "αβ", s))
	fmt.Println(fmt.Sprintf("%s %q %q", []byte("by"), bytes("tes"), "a\n\x00☺"))
	fmt.Println(fmt.Sprintf("%v %g %f %.3f %e %8.2f %-8.1f| %08.3f %06.1f %6.1f", 1.5, 1e21, 2.25, math.Pi, 12345.678, -1.005, 2.0, -3.25, math.Inf(1), math.NaN()))
	fmt.Println(fmt.Sprintf("%v %v %v", float32(0.1), 1e6, 123456789.0))
	fmt.Println(fmt.Sprintf("%t %v %5t|", true, false, true))
	fmt.Println(fmt.Sprintf("%v %d %s %x", code(1), code(1), code(2), code(3)))
	var e error
	fmt.Println(fmt.Sprintf("%v %s %q", e, e, e))
	var np *bad
	fmt.Println(fmt.Sprintf("%v %s", np, &bad{1}))
	e = np
	fmt.Println(fmt.Sprintf("%v %q", e, e))
	fmt.Println(fmt.Sprintf("%v|%s|%v", &bad{2}, both{}, panics{}))
	fmt.Println(fmt.Sprintf("%v %s", panicsErr{}, panicsErr{}))
	fmt.Println(fmt.Sprintf("%v %s", loud("x"), name("n")))
	fmt.Println(fmt.Sprintf("%d %v %d %c", level(7), uint64(math.MaxUint64), int64(math.MinInt64), -1))
	fmt.Println(fmt.Sprintf("100%% %d%%", 5))
	err := fmt.Errorf("wrap: %w (%d)", os.ErrNotExist, 3)
	fmt.Println(err, errors.Is(err, os.ErrNotExist))
	err = fmt.Errorf("plain %q", "x")
	fmt.Println(err, errors.Unwrap(err) == nil)
	var nilErr error
	fmt.Println(fmt.Errorf("nil: %w", nilErr))
	fmt.Printf("%T\n", fmt.Errorf("x %w", err))
	fmt.Println(fmt.Errorf("none"))
	n, err2 := fmt.Printf("%d %s\n", 1, "é")
	fmt.Println(n, err2)
	n, _ = fmt.Fprintf(os.Stdout, "%v-%v\n", 1, "b")
	fmt.Fprintln(os.Stdout, n, "x", 2.5, true)
	fmt.Print("a", 1, 2, "b", "c", 3.5, true, "\n")
	fmt.Println(fmt.Sprint(1, 2), fmt.Sprint("x", 1, "y"), fmt.Sprintln("l", 3))
	fmt.Println(order("1"), order("2"))
	fmt.Println(time.Duration(1500) * time.Millisecond)
	fmt.Println()
	fmt.Printf("%d %s\n", x)
	fmt.Printf("%d\n", "notint")
	fmt.Printf("%d %d\n", 1, 2, 3)
	fmt.Printf("%!|%z|%.2d|%+d|% d|%#x|%6.2q\n", 1, 2, 3, 4, 5, 6, "abc")
	fmt.Printf("%v %v %v\n", []int{1}, map[string]int{"a": 1}, struct{ A int }{1})
	var any1 any = 3
	fmt.Printf("%v %d\n", any1, any1)
	var st fmt.Stringer = code(2)
	fmt.Printf("%v %s %d\n", st, st, st)
	var st2 fmt.Stringer
	fmt.Printf("%v %s\n", st2, st2)
	const big = 1 << 40
	fmt.Printf("%d %v\n", big>>20, int64(big))
}
