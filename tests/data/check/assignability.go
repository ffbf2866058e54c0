package p

type (
	T   struct{}
	PT  *T
	Fn  func()
	Sl  []int
	E   interface{ Error() string }
	Rd  interface{ Read([]byte) (int, error) }
	RW  interface {
		Rd
		Write([]byte) (int, error)
	}
	My  int
	W   struct{}
	W2  struct{}
	W3  struct{}
)

func (*T) Error() string                    { return "" }
func (W) Read(b []byte) (int, error)        { return 0, nil }
func (W) write(b []byte) (int, error)       { return 0, nil }
func (W2) Read(b string) (int, error)       { return 0, nil }
func (W3) read(b []byte) (int, error)       { return 0, nil }

func assign(t T, pt *T, f func(), sl []int, err error, rd Rd, rw RW, my My, ch chan int, e any, prd *Rd) {
	var _ error = t // ERROR "cannot use t (variable of struct type T) as error value in variable declaration: T does not implement error (method Error has pointer receiver)"
	var _ error = pt
	var _ *T = err // ERROR "cannot use err (variable of interface type error) as *T value in variable declaration: need type assertion"
	var _ T = e // ERROR "cannot use e (variable of interface type any) as T value in variable declaration: need type assertion"
	var _ PT = pt
	var _ *T = PT(pt)
	var _ Fn = f
	var _ func() = Fn(f)
	var _ Sl = sl
	var _ []int = Sl(sl)
	var _ My = 1
	var _ My = int(1) // ERROR "cannot use int(1) (constant 1 of type int) as My value in variable declaration"
	var _ int = my // ERROR "cannot use my (variable of int type My) as int value in variable declaration"
	var _ E = err
	var _ Rd = rw
	var _ RW = rd // ERROR "cannot use rd (variable of interface type Rd) as RW value in variable declaration: Rd does not implement RW (missing method Write)"
	var _ Rd = W{}
	var _ RW = W{} // ERROR "cannot use W{} (value of struct type W) as RW value in variable declaration: W does not implement RW (missing method Write)"
	var _ Rd = W2{} // ERROR "cannot use W2{} (value of struct type W2) as Rd value in variable declaration: W2 does not implement Rd (wrong type for method Read)"
	var _ Rd = W3{} // ERROR "cannot use W3{} (value of struct type W3) as Rd value in variable declaration: W3 does not implement Rd (missing method Read)"
	var _ Rd = prd // ERROR "cannot use prd (variable of type *Rd) as Rd value in variable declaration: *Rd does not implement Rd (type *Rd is pointer to interface, not interface)"
	var _ *Rd = rd // ERROR "cannot use rd (variable of interface type Rd) as *Rd value in variable declaration: Rd does not implement *Rd (type *Rd is pointer to interface, not interface)"
	var _ <-chan int = ch
	var _ chan<- int = ch
	var _ chan int = (<-chan int)(ch) // ERROR "cannot use (<-chan int)(ch) (value of type <-chan int) as chan int value in variable declaration"
	var _ []any = []int{} // ERROR "cannot use []int{} (value of type []int) as []any value in variable declaration"
	var _ func(any) = func(int) {} // ERROR "cannot use func(int) {} (value of type func(int)) as func(any) value in variable declaration"
	var _ int = nil // ERROR "cannot use nil as int value in variable declaration"
	var _ *int = nil
	var _ any = nil
	var _ = nil // ERROR "use of untyped nil in variable declaration"
	x := nil // ERROR "declared and not used: x" "use of untyped nil in assignment"
	var _ string = 'a' // ERROR "cannot use 'a' (untyped rune constant 97) as string value in variable declaration"
	var _ error = "x" // ERROR "cannot use \"x\" (constant of type string) as error value in variable declaration: string does not implement error (missing method Error)"
	var _ [3]int = [4]int{} // ERROR "cannot use [4]int{} (value of type [4]int) as [3]int value in variable declaration"
	var _ map[string]int = map[string]int8{} // ERROR "cannot use map[string]int8{} (value of type map[string]int8) as map[string]int value in variable declaration"
	var _ struct{ a int } = struct{ b int }{} // ERROR "cannot use struct{b int}{} (value of type struct{b int}) as struct{a int} value in variable declaration"
	var _ interface{ M(int) } = interface{ M(string) }(nil) // ERROR "cannot use interface{M(string)}(nil) (value of type interface{M(string)}) as interface{M(int)} value in variable declaration: interface{M(string)} does not implement interface{M(int)} (wrong type for method M)"
	e = 1 << 40 // ERROR "cannot use 1 << 40 (untyped int constant 1099511627776) as int value in assignment (overflows)"
	e = f
	my = 1.5 // ERROR "cannot use 1.5 (untyped float constant) as My value in assignment (truncated)"
	my = "a" // ERROR "cannot use \"a\" (untyped string constant) as My value in assignment"
	my, e = e, my // ERROR "cannot use e (variable of interface type any) as My value in multiple assignment: need type assertion"
	return 1 // ERROR "too many return values"
}

func results() (int, error) {
	if true {
		return 1 // ERROR "not enough return values"
	}
	if true {
		return 1, nil, 2 // ERROR "too many return values"
	}
	if true {
		return nil, 1 // ERROR "cannot use nil as int value in return statement" "cannot use 1 (constant of type int) as error value in return statement: int does not implement error (missing method Error)"
	}
	return "a", nil // ERROR "cannot use \"a\" (untyped string constant) as int value in return statement"
}
