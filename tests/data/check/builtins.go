package p

import "unsafe"

type St struct {
	a int8
	b int64
	c string
	In
	*Ptr
}
type In struct{ d uint16 }
type Ptr struct{ e int }

func (St) meth() {}

func builtins(i int, f float32, s string, sl []int, bs []byte, m map[string]int, a [3]int, pa *[4]int, ch chan int, ro <-chan int, so chan<- int, c complex128, e any, st St) {
	_ = append(sl, 1, 2)
	_ = append(sl, sl...)
	_ = append(sl, "a") // ERROR "cannot use \"a\" (untyped string constant) as int value in argument to append"
	_ = append(bs, s...)
	_ = append(bs, "abc"...)
	_ = append(sl, s...) // ERROR "cannot use s (variable of type string) as []int value in argument to append"
	_ = append(nil, 1) // ERROR "invalid append: argument must be a slice; have untyped nil"
	_ = append(i, 1) // ERROR "invalid append: argument must be a slice; have i (variable of type int)"
	_ = append() // ERROR "invalid operation: not enough arguments for append() (expected 1, found 0)"
	append(sl, 1) // ERROR "append(sl, 1) (value of type []int) is not used"
	_ = len(i) // ERROR "invalid argument: i (variable of type int) for built-in len"
	_ = len(s) + len(sl) + len(m) + len(a) + len(pa) + len(ch)
	_ = cap(s) // ERROR "invalid argument: s (variable of type string) for built-in cap"
	_ = cap(m) // ERROR "invalid argument: m (variable of type map[string]int) for built-in cap"
	_ = cap(sl) + cap(a) + cap(pa) + cap(ch)
	_ = len() // ERROR "invalid operation: not enough arguments for len() (expected 1, found 0)"
	_ = len(s, s) // ERROR "invalid operation: too many arguments for len(s, s) (expected 1, found 2)"
	const _ = len(a)
	const _ = len(pa)
	const _ = len([2]int{})
	const _ = len([1]int{<-ch}) // ERROR "len([1]int{…}) (value of type int) is not constant"
	const _ = len(s) // ERROR "len(s) (value of type int) is not constant"
	const _ = len([2]string{"a", f1()}) // ERROR "len([2]string{…}) (value of type int) is not constant"
	close(ch)
	close(ro) // ERROR "invalid operation: cannot close receive-only channel ro (variable of type <-chan int)"
	close(so)
	close(i) // ERROR "invalid operation: cannot close non-channel i (variable of type int)"
	_ = copy(sl, sl)
	copy(bs, s)
	copy(bs, "x")
	copy(sl, s) // ERROR "invalid copy: arguments sl (variable of type []int) and s (variable of type string) have different element types int and byte"
	copy(sl, bs) // ERROR "invalid copy: arguments sl (variable of type []int) and bs (variable of type []byte) have different element types int and byte"
	copy(i, sl) // ERROR "invalid copy: argument must be a slice; have i (variable of type int)"
	copy(sl, i) // ERROR "invalid copy: argument must be a slice; have i (variable of type int)"
	delete(m, "a")
	delete(m, 1) // ERROR "cannot use 1 (untyped int constant) as string value in argument to delete"
	delete(sl, 1) // ERROR "invalid argument: sl (variable of type []int) is not a map"
	_ = complex(f, f)
	_ = complex(f, 1)
	_ = complex(1, 2)
	_ = complex(f, 1i) // ERROR "1i (untyped complex constant (0 + 1i)) overflows float32"
	_ = complex(i, i) // ERROR "invalid argument: arguments have type int, expected floating-point"
	_ = complex(f, 2.0) + complex64(c)
	_ = complex(s, s) // ERROR "invalid argument: arguments have type string, expected floating-point"
	var _ float64 = real(c)
	_ = imag(f) // ERROR "invalid argument: argument has type float32, expected complex type"
	_ = real(1)
	const _ = imag(2i)
	_ = make([]int) // ERROR "invalid operation: make([]int) expects 2 or 3 arguments; found 1"
	_ = make([]int, 1, 2, 3) // ERROR "invalid operation: make([]int, 1, 2, 3) expects 2 or 3 arguments; found 4"
	_ = make([]int, 5, 2) // ERROR "invalid argument: length and capacity swapped"
	_ = make([]int, -1) // ERROR "invalid argument: index -1 (constant of type int) must not be negative"
	_ = make([]int, 1.5) // ERROR "1.5 (untyped float constant) truncated to int"
	_ = make([]int, f) // ERROR "invalid argument: index f (variable of type float32) must be integer"
	_ = make([]int, 1e3)
	_ = make(map[string]int, i)
	_ = make(chan int, 2)
	_ = make(int) // ERROR "invalid argument: cannot make int: type must be slice, map, or channel"
	_ = make(St, 1) // ERROR "invalid argument: cannot make St: type must be slice, map, or channel"
	_ = make(1) // ERROR "1 is not a type"
	_ = make() // ERROR "invalid operation: not enough arguments for make() (expected 1, found 0)"
	_ = new(int)
	_ = new(5)
	_ = new(nil) // ERROR "use of untyped nil in argument to new"
	_ = new(f1())
	_ = new() // ERROR "invalid operation: not enough arguments for new() (expected 1, found 0)"
	var _ *float64 = new(1.5)
	panic("x")
	panic() // ERROR "invalid operation: not enough arguments for panic() (expected 1, found 0)"
	panic(nil)
	print(1, 2.5, "a", nil) // ERROR "use of untyped nil in argument to built-in print"
	print(1 << 40) // ERROR "cannot use 1 << 40 (untyped int constant 1099511627776) as int value in argument to built-in print (overflows)"
	println(e, sl)
	_ = recover()
	recover()
	recover(1) // ERROR "invalid operation: too many arguments for recover(1) (expected 0, found 1)"
	_ = min(1, 2.5)
	_ = min(i, 2)
	_ = min(i, 2.5) // ERROR "2.5 (untyped float constant) truncated to int"
	_ = max(s, "a")
	_ = max(i, s) // ERROR "invalid argument: mismatched types int (previous argument) and string (type of s)"
	_ = max(sl) // ERROR "invalid argument: sl (variable of type []int) cannot be ordered"
	_ = max() // ERROR "invalid operation: not enough arguments for max() (expected 1, found 0)"
	const _ = max(1, 'a', 3.5)
	clear(m)
	clear(sl)
	clear(i) // ERROR "invalid argument: cannot clear i (variable of type int): argument must be (or constrained by) map or slice"
	min(1, 2) // ERROR "min(1, 2) (untyped int constant 1) is not used"
	_ = unsafe.Sizeof(i)
	const _ = unsafe.Sizeof(st) + unsafe.Alignof(st.b)
	const _ = unsafe.Offsetof(st.c)
	const _ = unsafe.Offsetof(st.d)
	_ = unsafe.Offsetof(st.e) // ERROR "invalid argument: field e is embedded via a pointer in St"
	_ = unsafe.Offsetof(st.meth) // ERROR "invalid argument: st.meth is a method value"
	_ = unsafe.Offsetof(i) // ERROR "invalid argument: i is not a selector expression"
	_ = unsafe.Offsetof(st.zz) // ERROR "invalid argument: St has no single field zz"
	var p unsafe.Pointer
	_ = unsafe.Add(p, 1)
	_ = unsafe.Add(&i, 1) // ERROR "cannot use &i (value of type *int) as unsafe.Pointer value in argument to unsafe.Add"
	_ = unsafe.Slice(&i, 3)
	_ = unsafe.Slice(i, 3) // ERROR "invalid argument: i (variable of type int) is not a pointer"
	_ = unsafe.Slice(&i, -3) // ERROR "invalid argument: length -3 (constant of type int) must not be negative"
	_ = unsafe.SliceData(sl)
	_ = unsafe.SliceData(a) // ERROR "invalid argument: a (variable of type [3]int) is not a slice"
	_ = unsafe.String(&bs[0], 3)
	_ = unsafe.String(&i, 3) // ERROR "cannot use &i (value of type *int) as *byte value in argument to unsafe.String"
	_ = unsafe.StringData(s)
	_ = unsafe.StringData(bs) // ERROR "cannot use bs (variable of type []byte) as string value in argument to unsafe.StringData"
	_ = unsafe.Foo // ERROR "undefined: unsafe.Foo"
	var _ int = unsafe.Sizeof(1) // ERROR "cannot use unsafe.Sizeof(1) (constant 4 of type uintptr) as int value in variable declaration"
	_ = len // ERROR "len (built-in) must be called"
	_ = unsafe.Sizeof // ERROR "unsafe.Sizeof (built-in) must be called"
	len := 1
	_ = len
}

func f1() string { return "" }
