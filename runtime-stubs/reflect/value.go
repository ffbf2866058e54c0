package reflect

import "unsafe"

// Value is the reflection interface to a Go value. The zero Value is no value.
type Value struct {
	typ *rtype
	// The address of the value, or, without flagAddress, its data word.
	ptr unsafe.Pointer
	flag
}

// flag says what Value.ptr is and what may be done with the value; the index of a method, from 1,
// stands above the bits.
type flag uintptr

const (
	flagAddress  flag = 1 << iota // ptr is the address of the value
	flagVariable                  // ... which is a variable
	flagField                     // got through an unexported field
	flagEmbedded                  // ... that is embedded
	flagMethod   flag = 1 << 8

	flagReadOnly = flagField | flagEmbedded
	methodShift  = 8
)

// A ValueError occurs when a Value method is invoked on a Value that does not support it.
type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == Invalid {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

// wrongKind panics; method comes without "reflect.Value.".
//
//go:noinline
func wrongKind(method string, k Kind) {
	panic(&ValueError{"reflect.Value." + method, k})
}

func (v Value) is(k Kind, method string) {
	if v.Kind() != k {
		wrongKind(method, v.Kind())
	}
}

func (f flag) mustBeExported(method string) {
	if f&flagReadOnly != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
}

func (v Value) mustBeVariable(method string) {
	changes()
	if v.typ == nil {
		wrongKind(method, Invalid)
	}
	v.mustBeExported(method)
	if v.flag&flagVariable == 0 {
		panic("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

// changes is called by what can change variables, or hands out their address: the compiler then
// knows that any field that reflection can see can have any value.
func changes() {}

// ValueOf returns a Value for what is stored in the interface i.
func ValueOf(i any) Value {
	return unpack((*eface)(unsafe.Pointer(&i)))
}

func unpack(e *eface) Value {
	if e.typ == nil {
		return Value{}
	}
	if e.typ.flags&isDirect != 0 {
		return Value{e.typ, e.data, 0}
	}
	return Value{e.typ, e.data, flagAddress}
}

// address gives the address of the value; it is as good as *v lives.
func (v *Value) address() unsafe.Pointer {
	if v.flag&flagAddress != 0 {
		return v.ptr
	}
	return unsafe.Pointer(&v.ptr)
}

// word gives the word that an interface holds for the value, which is at p.
func word(t *rtype, p unsafe.Pointer) unsafe.Pointer {
	switch t.size {
	case 4:
		return *(*unsafe.Pointer)(p)
	case 1:
		return unsafe.Pointer(uintptr(*(*byte)(p)))
	}
	var w unsafe.Pointer
	memmove(unsafe.Pointer(&w), p, t.size)
	return w
}

// data gives the word that an interface holds for the value.
func (v Value) data() unsafe.Pointer {
	switch {
	case v.flag&flagAddress == 0:
		return v.ptr
	case v.typ.flags&isDirect != 0:
		return word(v.typ, v.ptr)
	case v.flag&flagVariable != 0:
		p := newObject(v.typ)
		memmove(p, v.ptr, v.typ.size)
		return p
	}
	return v.ptr
}

// pack makes the interface that holds the value, or, for a value of an interface type, the same
// interface as interface{}.
func pack(v Value) any {
	if v.typ.k() == Interface {
		e := v.held()
		return *(*any)(unsafe.Pointer(&e))
	}
	e := eface{v.typ, v.data()}
	return *(*any)(unsafe.Pointer(&e))
}

// held gives what is in a value of an interface type.
func (v *Value) held() eface {
	p := (*eface)(v.address())
	if p.typ != nil && ifaceOf(v.typ).count != 0 {
		i := (*iface)(unsafe.Pointer(p))
		return eface{i.tab.typ, i.data}
	}
	return *p
}

// part is a value of type t inside v, off bytes from its beginning.
func (v *Value) part(t *rtype, off uintptr, f flag) Value {
	if v.flag&flagAddress != 0 {
		return Value{t, unsafe.Add(v.ptr, off), f | flagAddress}
	}
	return Value{t, word(t, unsafe.Add(unsafe.Pointer(&v.ptr), off)), f}
}

// IsValid reports whether v is a value.
func (v Value) IsValid() bool { return v.typ != nil }

// Kind returns v's kind, Invalid for the zero Value.
func (v Value) Kind() Kind {
	switch {
	case v.typ == nil:
		return Invalid
	case v.flag >= flagMethod:
		return methodKind
	}
	return v.typ.k()
}

// Set by Value.Method: in programs that do not call it no value is a method, and what these lead to
// is not needed.
var (
	methodKind Kind
	methodFunc func(Value) Value
)

// Type returns v's type.
func (v Value) Type() Type {
	if v.typ != nil && v.flag < flagMethod {
		return v.typ
	}
	if v.typ == nil {
		wrongKind("Type", Invalid)
	}
	return methodFunc(v).typ
}

// CanAddr reports whether v is a variable.
func (v Value) CanAddr() bool { return v.flag&flagVariable != 0 }

// CanSet reports whether the value of v can be changed.
func (v Value) CanSet() bool { return v.flag&(flagVariable|flagReadOnly) == flagVariable }

// CanInterface reports whether Interface can be used without panicking.
func (v Value) CanInterface() bool {
	if v.typ == nil {
		wrongKind("CanInterface", Invalid)
	}
	return v.flag&flagReadOnly == 0
}

// Interface returns v's current value as an interface{}.
func (v Value) Interface() any {
	if v.typ == nil {
		wrongKind("Interface", Invalid)
	}
	if v.flag&flagReadOnly != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	if v.flag >= flagMethod {
		v = methodFunc(v)
	}
	return pack(v)
}

// TypeAssert is v.Interface().(T).
func TypeAssert[T any](v Value) (T, bool) {
	if v.typ == nil {
		wrongKind("TypeAssert", Invalid)
	}
	if v.flag&flagReadOnly != 0 {
		panic("reflect.TypeAssert: cannot return value obtained from unexported field or method")
	}
	x, ok := v.Interface().(T)
	return x, ok
}

// Addr returns a pointer to v.
func (v Value) Addr() Value {
	changes()
	if v.flag&flagVariable == 0 {
		panic("reflect.Value.Addr of unaddressable value")
	}
	return Value{pointerTo(v.typ), v.ptr, v.flag & flagReadOnly}
}

// UnsafeAddr returns the address of v.
func (v Value) UnsafeAddr() uintptr {
	changes()
	if v.typ == nil {
		wrongKind("UnsafeAddr", Invalid)
	}
	if v.flag&flagVariable == 0 {
		panic("reflect.Value.UnsafeAddr of unaddressable value")
	}
	return uintptr(v.ptr)
}

// Simple values

// Bool returns v's underlying value.
func (v Value) Bool() bool {
	v.is(Bool, "Bool")
	return *(*bool)(v.address())
}

// Int returns v's underlying value.
func (v Value) Int() int64 {
	p := v.address()
	switch v.Kind() {
	case Int, Int32:
		return int64(*(*int32)(p))
	case Int8:
		return int64(*(*int8)(p))
	case Int16:
		return int64(*(*int16)(p))
	case Int64:
		return *(*int64)(p)
	}
	wrongKind("Int", v.Kind())
	return 0
}

// CanInt reports whether Int can be used without panicking.
func (v Value) CanInt() bool {
	k := v.Kind()
	return Int <= k && k <= Int64
}

// Uint returns v's underlying value.
func (v Value) Uint() uint64 {
	p := v.address()
	switch v.Kind() {
	case Uint, Uint32, Uintptr:
		return uint64(*(*uint32)(p))
	case Uint8:
		return uint64(*(*uint8)(p))
	case Uint16:
		return uint64(*(*uint16)(p))
	case Uint64:
		return *(*uint64)(p)
	}
	wrongKind("Uint", v.Kind())
	return 0
}

// CanUint reports whether Uint can be used without panicking.
func (v Value) CanUint() bool {
	k := v.Kind()
	return Uint <= k && k <= Uintptr
}

// Float returns v's underlying value.
func (v Value) Float() float64 {
	p := v.address()
	switch v.Kind() {
	case Float32:
		return float64(*(*float32)(p))
	case Float64:
		return *(*float64)(p)
	}
	wrongKind("Float", v.Kind())
	return 0
}

// CanFloat reports whether Float can be used without panicking.
func (v Value) CanFloat() bool {
	k := v.Kind()
	return k == Float32 || k == Float64
}

// Complex returns v's underlying value.
func (v Value) Complex() complex128 {
	p := v.address()
	switch v.Kind() {
	case Complex64:
		return complex128(*(*complex64)(p))
	case Complex128:
		return *(*complex128)(p)
	}
	wrongKind("Complex", v.Kind())
	return 0
}

// CanComplex reports whether Complex can be used without panicking.
func (v Value) CanComplex() bool {
	k := v.Kind()
	return k == Complex64 || k == Complex128
}

// String returns v's underlying value if it is a string, else "<T Value>".
func (v Value) String() string {
	if v.Kind() == String {
		return *(*string)(v.address())
	}
	if v.typ == nil {
		return "<invalid Value>"
	}
	return "<" + v.Type().String() + " Value>"
}

// Bytes returns the bytes of a slice of bytes, or of an array of bytes that is a variable.
func (v Value) Bytes() []byte {
	switch v.Kind() {
	case Slice:
		if elemOf(v.typ).k() != Uint8 {
			panic("reflect.Value.Bytes of non-byte slice")
		}
		return *(*[]byte)(v.address())
	case Array:
		if elemOf(v.typ).k() != Uint8 {
			panic("reflect.Value.Bytes of non-byte array")
		}
		if v.flag&flagVariable == 0 {
			panic("reflect.Value.Bytes of unaddressable byte array")
		}
		return unsafe.Slice((*byte)(v.ptr), int(v.typ.size))
	}
	wrongKind("Bytes", v.Kind())
	return nil
}

// Pointer returns v's value as a uintptr.
func (v Value) Pointer() uintptr {
	return uintptr(v.pointer("Pointer"))
}

// UnsafePointer returns v's value as an unsafe.Pointer.
func (v Value) UnsafePointer() unsafe.Pointer {
	return v.pointer("UnsafePointer")
}

func (v *Value) pointer(method string) unsafe.Pointer {
	switch v.Kind() {
	case Chan, Map, Pointer, UnsafePointer, Slice, String:
		return *(*unsafe.Pointer)(v.address())
	case Func:
		if v.flag >= flagMethod {
			return methodCode
		}
		// The code that is called, behind the function's object.
		p := *(**unsafe.Pointer)(v.address())
		if p == nil {
			return nil
		}
		return *p
	}
	wrongKind(method, v.Kind())
	return nil
}

// methodCode stands for the code of all method values.
var methodCode = unsafe.Pointer(&methodCodeByte)

var methodCodeByte byte

// InterfaceData returns two words of an interface.
func (v Value) InterfaceData() [2]uintptr {
	v.is(Interface, "InterfaceData")
	return *(*[2]uintptr)(v.address())
}

// IsNil reports whether v is nil.
func (v Value) IsNil() bool {
	switch v.Kind() {
	case Chan, Map, Pointer, UnsafePointer, Slice, Interface:
		return *(*unsafe.Pointer)(v.address()) == nil
	case Func:
		return v.flag < flagMethod && *(*unsafe.Pointer)(v.address()) == nil
	}
	wrongKind("IsNil", v.Kind())
	return false
}

// IsZero reports whether v is the zero value of its type.
func (v Value) IsZero() bool {
	p := v.address()
	switch v.Kind() {
	case Invalid:
		wrongKind("IsZero", Invalid)
	case Float32:
		return *(*float32)(p) == 0
	case Float64:
		return *(*float64)(p) == 0
	case Complex64:
		return *(*complex64)(p) == 0
	case Complex128:
		return *(*complex128)(p) == 0
	case String:
		return *(*string)(p) == ""
	case Array:
		for i, n := 0, v.Len(); i < n; i++ {
			if !v.Index(i).IsZero() {
				return false
			}
		}
		return true
	case Struct:
		for i, n := 0, v.NumField(); i < n; i++ {
			if !v.Field(i).IsZero() && nameText(structOf(v.typ).fields()[i].name) != "_" {
				return false
			}
		}
		return true
	case Chan, Map, Pointer, UnsafePointer, Slice, Interface, Func:
		return v.IsNil()
	}
	return allZero(p, v.typ.size)
}

func allZero(p unsafe.Pointer, n uintptr) bool {
	for _, b := range unsafe.Slice((*byte)(p), int(n)) {
		if b != 0 {
			return false
		}
	}
	return true
}

// Elem returns what the interface v contains or the pointer v points to.
func (v Value) Elem() Value {
	switch v.Kind() {
	case Pointer:
		p := *(*unsafe.Pointer)(v.address())
		if p == nil {
			return Value{}
		}
		return Value{elemOf(v.typ), p, v.flag&flagReadOnly | flagAddress | flagVariable}
	case Interface:
		e := v.held()
		x := unpack(&e)
		if x.typ != nil {
			x.flag |= v.flag & flagReadOnly
		}
		return x
	}
	wrongKind("Elem", v.Kind())
	return Value{}
}

// Indirect returns what v points to; v itself if it is no pointer.
func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

// Structs, arrays, slices, strings

// NumField returns the number of fields of the struct v.
func (v Value) NumField() int {
	v.is(Struct, "NumField")
	return structOf(v.typ).count
}

// Field returns a field of the struct v.
func (v Value) Field(i int) Value {
	v.is(Struct, "Field")
	s := structOf(v.typ)
	if uint(i) >= uint(s.count) {
		panic("reflect: Field index out of range")
	}
	f := &s.fields()[i]
	fl := v.flag & (flagReadOnly | flagVariable)
	// What is promoted from an embedded field can be exported though that field is not.
	fl &^= flagEmbedded
	if *f.name&nameExported == 0 {
		if *f.name&nameEmbedded != 0 {
			fl |= flagEmbedded
		} else {
			fl |= flagField
		}
	}
	return v.part(f.typ, f.offset, fl)
}

// FieldByIndex returns a nested field.
func (v Value) FieldByIndex(index []int) Value {
	v, err := v.FieldByIndexErr(index)
	if err != nil {
		panic("reflect: indirection through nil pointer to embedded struct")
	}
	return v
}

// FieldByIndexErr returns a nested field; an error if there is a nil pointer on the way.
func (v Value) FieldByIndexErr(index []int) (Value, error) {
	if len(index) != 1 {
		v.is(Struct, "FieldByIndexErr")
	}
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && elemOf(v.typ).k() == Struct {
			if v.IsNil() {
				return Value{}, &nilEmbedded{elemOf(v.typ)}
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v, nil
}

type nilEmbedded struct {
	typ *rtype
}

func (e *nilEmbedded) Error() string {
	return "reflect: indirection through nil pointer to embedded struct field " + e.typ.Name()
}

// FieldByName returns the field with that name, or the zero Value.
func (v Value) FieldByName(name string) Value {
	v.is(Struct, "FieldByName")
	if f, ok := v.typ.FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// FieldByNameFunc returns the field whose name matches, or the zero Value.
func (v Value) FieldByNameFunc(match func(string) bool) Value {
	v.is(Struct, "FieldByNameFunc")
	if f, ok := v.typ.FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// Index returns an element of an array, a slice or a string.
func (v Value) Index(i int) Value {
	switch v.Kind() {
	case Array:
		if uintptr(i) >= arrayOf(v.typ).len {
			panic("reflect: array index out of range")
		}
		t := elemOf(v.typ)
		return v.part(t, uintptr(i)*t.size, v.flag&(flagReadOnly|flagVariable))
	case Slice:
		s := (*sliceHeader)(v.address())
		if uint(i) >= uint(s.len) {
			panic("reflect: slice index out of range")
		}
		t := elemOf(v.typ)
		return Value{t, unsafe.Add(s.ptr, uintptr(i)*t.size), v.flag&flagReadOnly | flagAddress | flagVariable}
	case String:
		s := (*stringHeader)(v.address())
		if uint(i) >= uint(s.len) {
			panic("reflect: string index out of range")
		}
		return Value{typeOf[uint8](), unsafe.Pointer(uintptr(*(*byte)(unsafe.Add(s.ptr, i)))), v.flag & flagReadOnly}
	}
	wrongKind("Index", v.Kind())
	return Value{}
}

// typeOf gives the type T itself: the compiler puts it in place of the call.
func typeOf[T any]() *rtype { return nil }

// Len returns v's length.
func (v Value) Len() int {
	switch v.Kind() {
	case Slice:
		return (*sliceHeader)(v.address()).len
	case String:
		return (*stringHeader)(v.address()).len
	case Array:
		return int(arrayOf(v.typ).len)
	case Map:
		return maplen(*(*unsafe.Pointer)(v.address()))
	case Chan:
		return chanlen(*(*unsafe.Pointer)(v.address()))
	case Pointer:
		if elemOf(v.typ).k() == Array {
			return int(arrayOf(elemOf(v.typ)).len)
		}
		panic("reflect: call of reflect.Value.Len on ptr to non-array Value")
	}
	wrongKind("Len", v.Kind())
	return 0
}

// Cap returns v's capacity.
func (v Value) Cap() int {
	switch v.Kind() {
	case Slice:
		return (*sliceHeader)(v.address()).cap
	case Array:
		return int(arrayOf(v.typ).len)
	case Chan:
		return chancap(*(*unsafe.Pointer)(v.address()))
	case Pointer:
		if elemOf(v.typ).k() == Array {
			return int(arrayOf(elemOf(v.typ)).len)
		}
		panic("reflect: call of reflect.Value.Cap on ptr to non-array Value")
	}
	wrongKind("Cap", v.Kind())
	return 0
}

//go:linkname maplen runtime.maplen
func maplen(m unsafe.Pointer) int

//go:linkname chanlen runtime.chanlen
func chanlen(c unsafe.Pointer) int

//go:linkname chancap runtime.chancap
func chancap(c unsafe.Pointer) int

// Slice returns v[i:j].
func (v Value) Slice(i, j int) Value {
	if v.Kind() == String {
		s := *(*string)(v.address())
		if i < 0 || j < i || j > len(s) {
			panic("reflect.Value.Slice: string slice index out of bounds")
		}
		s = s[i:j]
		return Value{v.typ, unsafe.Pointer(&s), v.flag&flagReadOnly | flagAddress}
	}
	t, base, n := v.sliceable("Slice")
	if i < 0 || j < i || j > n {
		panic("reflect.Value.Slice: slice index out of bounds")
	}
	return sliced(t, base, i, j, n, v.flag)
}

// Slice3 returns v[i:j:k].
func (v Value) Slice3(i, j, k int) Value {
	if v.Kind() == String {
		wrongKind("Slice3", String)
	}
	t, base, n := v.sliceable("Slice3")
	if i < 0 || j < i || k < j || k > n {
		panic("reflect.Value.Slice3: slice index out of bounds")
	}
	return sliced(t, base, i, j, k, v.flag)
}

// sliceable gives the type of the slice, where its array begins, and its capacity.
func (v *Value) sliceable(method string) (*rtype, unsafe.Pointer, int) {
	switch v.Kind() {
	case Array:
		if v.flag&flagVariable == 0 {
			panic("reflect.Value." + method + ": slice of unaddressable array")
		}
		return sliceOf(elemOf(v.typ)), v.ptr, int(arrayOf(v.typ).len)
	case Slice:
		s := (*sliceHeader)(v.address())
		return v.typ, s.ptr, s.cap
	}
	wrongKind(method, v.Kind())
	return nil, nil, 0
}

func sliced(t *rtype, base unsafe.Pointer, i, j, k int, f flag) Value {
	s := &sliceHeader{base, j - i, k - i}
	if k > i {
		s.ptr = unsafe.Add(base, uintptr(i)*elemOf(t).size)
	}
	return Value{t, unsafe.Pointer(s), f&flagReadOnly | flagAddress}
}

// Comparing

// Comparable reports whether comparing v with == cannot panic.
func (v Value) Comparable() bool {
	switch v.Kind() {
	case Invalid:
		return true
	case Interface:
		return v.IsNil() || v.Elem().Comparable()
	case Array:
		for i, n := 0, v.Len(); i < n; i++ {
			if !v.Index(i).Comparable() {
				return false
			}
		}
		return true
	case Struct:
		for i, n := 0, v.NumField(); i < n; i++ {
			if !v.Field(i).Comparable() {
				return false
			}
		}
		return true
	}
	return v.flag < flagMethod && v.typ.flags&isComparable != 0
}

// Equal reports whether v == u, as interfaces compare.
func (v Value) Equal(u Value) bool {
	if v.Kind() == Interface {
		v = v.Elem()
	}
	if u.Kind() == Interface {
		u = u.Elem()
	}
	if v.typ == nil || u.typ == nil {
		return v.typ == u.typ
	}
	if v.Kind() != u.Kind() || v.typ != u.typ {
		return false
	}
	switch v.Kind() {
	case Func, Map, Slice:
		panic("reflect.Value.Equal: values of type " + v.Type().String() + " are not comparable")
	}
	return pack(v) == pack(u)
}
