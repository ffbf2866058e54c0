package main

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"sort"
	"strings"
	"unsafe"
)

type Point struct {
	X, Y int
}

func (p Point) Sum() int          { return p.X + p.Y }
func (p *Point) Scale(n int)      { p.X *= n; p.Y *= n }
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) Many(s ...int) int { return len(s) + p.X }
func (p Point) hidden() int       { return 0 }

type Base struct {
	ID   int
	Name string
}

func (b Base) Describe() string { return fmt.Sprint(b.ID, b.Name) }

type All struct {
	Base
	B    bool `json:"b,omitempty" xml:"bee"`
	I8   int8
	U16  uint16
	F    float32
	C    complex64
	S    string
	L    []string
	M    map[string]Point
	P    *Point
	E    error
	Any  any
	Fn   func(int, ...string) (bool, error)
	Ch   <-chan int
	Arr  [3]byte
	tiny struct{ a, b uint8 }
	*strings.Builder
}

type Celsius float64
type Words []string
type Shape interface {
	Area() float64
	fmt.Stringer
}
type Square struct{ side float64 }

func (s Square) Area() float64  { return s.side * s.side }
func (s Square) String() string { return fmt.Sprintf("Square(%g)", s.side) }

type Small struct{ a, b uint8 }

func try(what string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(what, "panics:", r)
		}
	}()
	f()
}

func types() {
	t := reflect.TypeOf(All{})
	fmt.Println(t, t.Kind(), t.NumField(), t.NumMethod(), t.Name(), t.PkgPath())
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Type.Kind(), f.Tag.Get("json"), f.Anonymous, f.IsExported(), f.Index)
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[struct {
		Base
		Name int
	}]()) {
		fmt.Println(f.Name, f.Index)
	}
	f, ok := t.FieldByName("ID")
	fmt.Println(f.Name, f.Index, ok)
	_, ok = t.FieldByName("Nope")
	fmt.Println(ok)
	ft := reflect.TypeOf(All{}.Fn)
	fmt.Println(ft, ft.NumIn(), ft.NumOut(), ft.IsVariadic(), ft.In(1), ft.Out(1))
	for _, x := range []any{1, "s", 2.5, []int{}, map[string]bool{}, make(chan<- int), &t, struct{}{}, Celsius(1), Words{}, unsafe.Pointer(nil), [2]Point{}, (*error)(nil)} {
		t := reflect.TypeOf(x)
		fmt.Println(t, t.Kind(), t.Name(), t.Comparable(), t.Align() > 0)
	}
	shape := reflect.TypeFor[Shape]()
	fmt.Println(shape, shape.NumMethod(), shape.Method(0).Name, shape.Method(1).Type)
	fmt.Println(reflect.TypeOf(Square{}).Implements(shape), reflect.TypeOf(Point{}).Implements(shape))
	fmt.Println(shape.Implements(reflect.TypeFor[fmt.Stringer]()), reflect.TypeOf(errors.New).Out(0).Implements(shape))
	fmt.Println(reflect.TypeOf(1).ConvertibleTo(reflect.TypeOf("")), reflect.TypeOf("").ConvertibleTo(reflect.TypeOf(1)),
		reflect.TypeOf(Words{}).AssignableTo(reflect.TypeOf([]string{})), reflect.TypeOf(1).AssignableTo(reflect.TypeOf(Celsius(1))))
}

func values() {
	a := All{Base: Base{7, "seven"}, tiny: struct{ a, b uint8 }{1, 2}, Arr: [3]byte{9, 8, 7}}
	v := reflect.ValueOf(&a).Elem()
	v.Field(1).SetBool(true)
	v.FieldByName("I8").SetInt(-5)
	v.FieldByName("U16").SetUint(65535)
	v.FieldByName("F").SetFloat(1.5)
	v.FieldByName("C").SetComplex(complex(1, 2))
	v.FieldByName("S").SetString("str")
	v.FieldByName("Name").SetString("changed")
	l := v.FieldByName("L")
	l.Set(reflect.Append(l, reflect.ValueOf("x"), reflect.ValueOf("y")))
	m := v.FieldByName("M")
	m.Set(reflect.MakeMap(m.Type()))
	m.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf(Point{1, 2}))
	v.FieldByName("P").Set(reflect.New(reflect.TypeFor[Point]()))
	v.FieldByName("P").Elem().Field(1).SetInt(42)
	v.FieldByName("E").Set(reflect.ValueOf(io.EOF))
	v.FieldByName("Any").Set(reflect.ValueOf(Small{3, 4}))
	fmt.Println(a.B, a.I8, a.U16, a.F, a.C, a.S, a.Name, a.L, a.M, *a.P, a.E, a.Any)
	t := v.FieldByName("tiny")
	fmt.Println(t.Field(0).Uint(), t.Field(1).Uint(), t.CanSet(), t.CanInterface(), v.FieldByName("Arr").Index(1).Uint())
	s := reflect.ValueOf(Small{5, 6})
	fmt.Println(s.Field(1).Uint(), s.Field(1).CanSet(), s)
	fmt.Println(reflect.ValueOf([4]uint8{1, 2, 3, 4}).Index(2).Uint(), v.IsZero(), reflect.Zero(v.Type()).IsZero())
	sl := reflect.ValueOf([]int{1, 2, 3, 4, 5})
	fmt.Println(sl.Slice(1, 3), sl.Slice3(1, 2, 4).Cap(), sl.Len(), reflect.ValueOf("hello").Slice(1, 3), reflect.ValueOf("hi").Index(0))
	sw := reflect.Swapper([]Point{{1, 2}, {3, 4}})
	sw(0, 1)
	dst := make([]byte, 3)
	fmt.Println(reflect.Copy(reflect.ValueOf(dst), reflect.ValueOf("abcdef")), string(dst))
	fmt.Println(reflect.ValueOf(65).Convert(reflect.TypeOf("")), reflect.ValueOf(3.9).Convert(reflect.TypeOf(1)), reflect.ValueOf([]byte("b")).Convert(reflect.TypeOf("")))
	fmt.Println(reflect.ValueOf(Celsius(3)).Convert(reflect.TypeOf(1.0)).Interface(), reflect.ValueOf(Square{2}).Convert(reflect.TypeFor[Shape]()).Type())
	var sh Shape
	reflect.ValueOf(&sh).Elem().Set(reflect.ValueOf(Square{3}))
	fmt.Println(sh.Area(), sh, reflect.ValueOf(&sh).Elem().Elem().Type())
	x, ok := reflect.TypeAssert[Shape](reflect.ValueOf(&sh).Elem())
	fmt.Println(x, ok)
	keys := reflect.ValueOf(map[string]int{"b": 2, "a": 1, "c": 3}).MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	fmt.Println(keys)
	it := reflect.ValueOf(map[Point]string{{1, 2}: "x"}).MapRange()
	for it.Next() {
		fmt.Println(it.Key(), it.Value())
	}
	for i, e := range reflect.ValueOf([]string{"p", "q"}).Seq2() {
		fmt.Print(i, "=", e, " ")
	}
	for i := range reflect.ValueOf(3).Seq() {
		fmt.Print(i, " ")
	}
	fmt.Println(reflect.ValueOf(1).Equal(reflect.ValueOf(1)), reflect.ValueOf([]int{}).Comparable())
}

func calls() {
	p := &Point{1, 2}
	v := reflect.ValueOf(p)
	for i := 0; i < v.NumMethod(); i++ {
		fmt.Println(v.Type().Method(i).Name, v.Method(i).Type())
	}
	v.MethodByName("Scale").Call([]reflect.Value{reflect.ValueOf(10)})
	fmt.Println(v.MethodByName("Sum").Call(nil)[0], v.MethodByName("Add").Call([]reflect.Value{reflect.ValueOf(Point{1, 1})})[0])
	fmt.Println(v.MethodByName("Many").Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)})[0],
		v.MethodByName("Many").CallSlice([]reflect.Value{reflect.ValueOf([]int{1, 2, 3})})[0])
	f := v.MethodByName("Sum").Interface().(func() int)
	fmt.Println(f(), reflect.ValueOf(strings.Repeat).Call([]reflect.Value{reflect.ValueOf("ab"), reflect.ValueOf(3)})[0])
	var sh Shape = Square{4}
	fmt.Println(reflect.ValueOf(&sh).Elem().Method(0).Call(nil)[0], reflect.ValueOf(All{Base: Base{1, "n"}}).MethodByName("Describe").Call(nil)[0])
	swap := reflect.MakeFunc(reflect.TypeFor[func(int, string) (string, int)](), func(in []reflect.Value) []reflect.Value {
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(1, "one"))
	big := reflect.MakeFunc(reflect.TypeFor[func([9]int) [9]int](), func(in []reflect.Value) []reflect.Value {
		a := in[0].Interface().([9]int)
		a[3] = 33
		return []reflect.Value{reflect.ValueOf(a)}
	}).Interface().(func([9]int) [9]int)
	fmt.Println(big([9]int{8: 1}))
	m, ok := reflect.TypeOf(Point{}).MethodByName("Sum")
	fmt.Println(m.Name, m.Index, ok, m.Type.NumIn())
	_, ok = reflect.TypeOf(Point{}).MethodByName("Scale")
	fmt.Println(ok)
}

func chans() {
	c := reflect.MakeChan(reflect.TypeFor[chan int](), 2)
	c.Send(reflect.ValueOf(5))
	fmt.Println(c.Len(), c.Cap(), c.TrySend(reflect.ValueOf(6)), c.TrySend(reflect.ValueOf(7)))
	x, ok := c.Recv()
	fmt.Println(x, ok)
	d := make(chan string)
	go func() { d <- "sent" }()
	i, r, ok := reflect.Select([]reflect.SelectCase{
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(d)},
		{Dir: reflect.SelectSend, Chan: reflect.ValueOf((chan int)(nil)), Send: reflect.ValueOf(1)},
	})
	fmt.Println(i, r, ok)
	c.Close()
	c.Recv()
	x, ok = c.Recv()
	fmt.Println(x, ok)
}

func equality() {
	type node struct {
		v    int
		next *node
	}
	a, b := &node{v: 1}, &node{v: 1}
	a.next, b.next = a, b
	fmt.Println(reflect.DeepEqual(a, b), reflect.DeepEqual([]int(nil), []int{}), reflect.DeepEqual(map[string][]int{"a": {1}}, map[string][]int{"a": {1}}),
		reflect.DeepEqual(1, int64(1)), reflect.DeepEqual(errors.New("a"), errors.New("a")), reflect.DeepEqual(Small{1, 2}, Small{1, 2}))
}

func made() {
	fmt.Println(reflect.SliceOf(reflect.TypeFor[Point]()), reflect.SliceOf(reflect.TypeOf(1)) == reflect.TypeOf([]int{}))
	fmt.Println(reflect.MapOf(reflect.TypeOf(""), reflect.TypeFor[Point]()), reflect.PointerTo(reflect.TypeFor[*All]()), reflect.ChanOf(reflect.RecvDir, reflect.TypeOf(1)))
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeOf(""), reflect.TypeFor[Small]()))
	for i := 0; i < 20; i++ {
		m.SetMapIndex(reflect.ValueOf(fmt.Sprint(i)), reflect.ValueOf(Small{uint8(i), 1}))
	}
	fmt.Println(m.Len(), m.MapIndex(reflect.ValueOf("7")), m.Type())
	s := reflect.MakeSlice(reflect.SliceOf(reflect.TypeFor[Small]()), 2, 4)
	s.Index(1).Set(reflect.ValueOf(Small{1, 1}))
	fmt.Println(s, s.Cap())
}

func failures() {
	try("Int of string", func() { reflect.ValueOf("x").Int() })
	try("Set of unaddressable", func() { reflect.ValueOf(1).SetInt(2) })
	try("Set of unexported", func() { reflect.ValueOf(&Small{}).Elem().Field(0).SetUint(1) })
	try("Set of wrong type", func() { reflect.ValueOf(new(int)).Elem().Set(reflect.ValueOf("x")) })
	try("Interface of unexported", func() { reflect.ValueOf(Small{}).Field(0).Interface() })
	try("Index", func() { reflect.ValueOf([]int{1}).Index(1) })
	try("Field", func() { reflect.ValueOf(Small{}).Field(2) })
	try("zero Value", func() { reflect.Value{}.Type() })
	try("Call", func() { reflect.ValueOf(strings.Repeat).Call(nil) })
	try("Elem", func() { reflect.TypeOf(1).Elem() })
	try("Convert", func() { reflect.ValueOf("a").Convert(reflect.TypeOf(1)) })
	try("NumField", func() { reflect.TypeOf(1).NumField() })
}

func main() {
	types()
	values()
	calls()
	chans()
	equality()
	made()
	failures()
	fmt.Println(reflect.ValueOf([]int{1, 2}), reflect.ValueOf("s"))
	var held fmt.Stringer = reflect.ValueOf(map[string]int{"a": 1})
	fmt.Printf("%v %s\n", held, held)
}
