package p

import "unsafe"

type (
	I8   int8
	Str  string
	Bs   []byte
	Rn   rune
	Rs   []Rn
	S1   struct{ a int `x` }
	S2   struct{ a int }
	Fn   func(int)
	Ch   chan int
	Err  struct{}
	M    map[string]int
)

func (*Err) Error() string { return "" }

func conv(i int, f float64, s string, b []byte, r []rune, p unsafe.Pointer, ip *int, fp *float64, u uintptr, e any, err error, s1 S1, s2 S2, sl []int, c complex128, ch chan int, bo bool) {
	_ = int8(i)
	_ = int8(1000) // ERROR "constant 1000 overflows int8"
	_ = I8(-128)
	_ = I8(-129) // ERROR "constant -129 overflows I8"
	_ = int(f)
	_ = int(1.5) // ERROR "cannot convert 1.5 (untyped float constant) to type int"
	_ = int(2.0)
	_ = float32(1e100) // ERROR "cannot convert 1e100 (untyped float constant 1e+100) to type float32"
	_ = float64(i)
	_ = uint8(-1) // ERROR "constant -1 overflows uint8"
	_ = string(i)
	_ = string(65)
	_ = string(-1)
	_ = string(f) // ERROR "cannot convert f (variable of type float64) to type string"
	_ = string(1.0) // ERROR "cannot convert 1.0 (untyped float constant 1) to type string"
	_ = string(b)
	_ = string(r)
	_ = Str(s)
	_ = Str(b)
	_ = []byte(s)
	_ = []byte("abc")
	_ = Bs(s)
	_ = []rune(Str("a"))
	_ = Rs(s)
	_ = []int(s) // ERROR "cannot convert s (variable of type string) to type []int"
	_ = []byte(r) // ERROR "cannot convert r (variable of type []rune) to type []byte"
	_ = unsafe.Pointer(ip)
	_ = unsafe.Pointer(u)
	_ = unsafe.Pointer(i) // ERROR "cannot convert i (variable of type int) to type unsafe.Pointer"
	_ = uintptr(p)
	_ = (*int)(p)
	_ = (*float64)(ip) // ERROR "cannot convert ip (variable of type *int) to type *float64"
	_ = S1(s2)
	_ = (*S1)(&s2)
	_ = S2(struct{ a int }{1})
	_ = any(i)
	_ = error(i) // ERROR "cannot convert i (variable of type int) to type error: int does not implement error (missing method Error)"
	_ = error(&Err{})
	_ = error(Err{}) // ERROR "cannot convert Err{} (value of struct type Err) to type error: Err does not implement error (method Error has pointer receiver)"
	_ = int(e) // ERROR "cannot convert e (variable of interface type any) to type int: need type assertion"
	_ = e.(int)
	_ = i.(int) // ERROR "invalid operation: i (variable of type int) is not an interface"
	_ = err.(*Err)
	_ = err.(Err) // ERROR "impossible type assertion: err.(Err)"
	_ = err.(interface{ Foo() })
	_ = e.(type) // ERROR "invalid syntax tree: use of .(type) outside type switch"
	_ = complex64(c)
	_ = complex128(f) // ERROR "cannot convert f (variable of type float64) to type complex128"
	_ = complex64(1)
	_ = float64(c) // ERROR "cannot convert c (variable of type complex128) to type float64"
	_ = float64(1 + 0i)
	_ = bool(1) // ERROR "cannot convert 1 (untyped int constant) to type bool"
	_ = bool(bo)
	_ = int(bo) // ERROR "cannot convert bo (variable of type bool) to type int"
	_ = [2]int(sl)
	_ = *(*[2]int)(sl)
	_ = [2]string(sl) // ERROR "cannot convert sl (variable of type []int) to type [2]string"
	_ = Fn(func(int) {})
	_ = Fn(nil)
	_ = (<-chan int)(ch)
	_ = Ch((<-chan int)(ch)) // ERROR "cannot convert (<-chan int)(ch) (value of type <-chan int) to type Ch"
	_ = M{"a": 1}
	_ = (func())(nil)
	_ = int(nil) // ERROR "cannot convert nil to type int"
	_ = *int(nil) // ERROR "cannot convert nil to type int"
	_ = int("a") // ERROR "cannot convert \"a\" (untyped string constant) to type int"
	_ = []byte(nil)
	const _ = int8(5)
	const _ = string('a')
	const _ = []byte("a") // ERROR "[]byte(\"a\") (value of type []byte) is not constant"
	const _ = float32(0.1)
	const k = any(1) // ERROR "any(1) (value of interface type any) is not constant"
}
