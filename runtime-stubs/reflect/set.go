package reflect

import "unsafe"

// Set assigns x to v.
func (v Value) Set(x Value) {
	v.mustBeVariable("Set")
	x.mustBeExported("Set")
	x = x.assignTo("reflect.Set", v.typ)
	overwrite(v.ptr, v.typ.size)
	memmove(v.ptr, x.address(), v.typ.size)
}

// SetZero sets v to the zero value of its type.
func (v Value) SetZero() {
	v.mustBeVariable("SetZero")
	overwrite(v.ptr, v.typ.size)
	memclr(v.ptr, v.typ.size)
}

// SetBool sets v's underlying value.
func (v Value) SetBool(x bool) {
	v.mustBeVariable("SetBool")
	v.is(Bool, "SetBool")
	*(*bool)(v.ptr) = x
}

// SetInt sets v's underlying value.
func (v Value) SetInt(x int64) {
	v.mustBeVariable("SetInt")
	switch v.Kind() {
	case Int, Int8, Int16, Int32, Int64:
		v.setBits(uint64(x))
	default:
		wrongKind("SetInt", v.Kind())
	}
}

// SetUint sets v's underlying value.
func (v Value) SetUint(x uint64) {
	v.mustBeVariable("SetUint")
	switch v.Kind() {
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		v.setBits(x)
	default:
		wrongKind("SetUint", v.Kind())
	}
}

func (v Value) setBits(x uint64) {
	switch v.typ.size {
	case 1:
		*(*uint8)(v.ptr) = uint8(x)
	case 2:
		*(*uint16)(v.ptr) = uint16(x)
	case 4:
		*(*uint32)(v.ptr) = uint32(x)
	default:
		*(*uint64)(v.ptr) = x
	}
}

// SetFloat sets v's underlying value.
func (v Value) SetFloat(x float64) {
	v.mustBeVariable("SetFloat")
	switch v.Kind() {
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	case Float64:
		*(*float64)(v.ptr) = x
	default:
		wrongKind("SetFloat", v.Kind())
	}
}

// SetComplex sets v's underlying value.
func (v Value) SetComplex(x complex128) {
	v.mustBeVariable("SetComplex")
	switch v.Kind() {
	case Complex64:
		*(*complex64)(v.ptr) = complex64(x)
	case Complex128:
		*(*complex128)(v.ptr) = x
	default:
		wrongKind("SetComplex", v.Kind())
	}
}

// SetString sets v's underlying value.
func (v Value) SetString(x string) {
	v.mustBeVariable("SetString")
	v.is(String, "SetString")
	*(*string)(v.ptr) = x
}

// SetBytes sets v's underlying value.
func (v Value) SetBytes(x []byte) {
	v.mustBeVariable("SetBytes")
	v.is(Slice, "SetBytes")
	if elemOf(v.typ).k() != Uint8 {
		panic("reflect.Value.SetBytes of non-byte slice")
	}
	*(*[]byte)(v.ptr) = x
}

// SetPointer sets the unsafe.Pointer v.
func (v Value) SetPointer(x unsafe.Pointer) {
	v.mustBeVariable("SetPointer")
	v.is(UnsafePointer, "SetPointer")
	*(*unsafe.Pointer)(v.ptr) = x
}

// SetLen sets the length of the slice v.
func (v Value) SetLen(n int) {
	v.mustBeVariable("SetLen")
	v.is(Slice, "SetLen")
	s := (*sliceHeader)(v.ptr)
	if uint(n) > uint(s.cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	s.len = n
}

// SetCap sets the capacity of the slice v.
func (v Value) SetCap(n int) {
	v.mustBeVariable("SetCap")
	v.is(Slice, "SetCap")
	s := (*sliceHeader)(v.ptr)
	if n < s.len || n > s.cap {
		panic("reflect: slice capacity out of range in SetCap")
	}
	s.cap = n
}

// Grow makes room for n more elements of the slice v.
func (v Value) Grow(n int) {
	v.mustBeVariable("Grow")
	v.is(Slice, "Grow")
	if n < 0 {
		panic("reflect.Value.Grow: negative len")
	}
	s := (*sliceHeader)(v.ptr)
	if s.len+n < 0 {
		panic("reflect.Value.Grow: slice overflow")
	}
	s.grow(elemOf(v.typ), n)
}

func (s *sliceHeader) grow(elem *rtype, n int) {
	if s.len+n <= s.cap {
		return
	}
	room := s.cap * 2
	if room < s.len+n {
		room = s.len + n
	}
	p := newArray(elem, room)
	memmove(p, s.ptr, uintptr(s.len)*elem.size)
	s.ptr, s.cap = p, room
}

// Clear removes all elements of a map, or sets those of a slice to zero.
func (v Value) Clear() {
	switch v.Kind() {
	case Slice:
		s := (*sliceHeader)(v.address())
		size := uintptr(s.len) * elemOf(v.typ).size
		overwrite(s.ptr, size)
		memclr(s.ptr, size)
	case Map:
		mapclear(mapOf(v.typ).table, *(*unsafe.Pointer)(v.address()))
	default:
		wrongKind("Clear", v.Kind())
	}
}

// OverflowInt reports whether v's type cannot represent x.
func (v Value) OverflowInt(x int64) bool {
	if !v.CanInt() {
		wrongKind("OverflowInt", v.Kind())
	}
	return v.typ.OverflowInt(x)
}

// OverflowUint reports whether v's type cannot represent x.
func (v Value) OverflowUint(x uint64) bool {
	if !v.CanUint() {
		wrongKind("OverflowUint", v.Kind())
	}
	return v.typ.OverflowUint(x)
}

// OverflowFloat reports whether v's type cannot represent x.
func (v Value) OverflowFloat(x float64) bool {
	if !v.CanFloat() {
		wrongKind("OverflowFloat", v.Kind())
	}
	return v.typ.OverflowFloat(x)
}

// OverflowComplex reports whether v's type cannot represent x.
func (v Value) OverflowComplex(x complex128) bool {
	if !v.CanComplex() {
		wrongKind("OverflowComplex", v.Kind())
	}
	return v.typ.OverflowComplex(x)
}

// Append appends values to a slice.
func Append(s Value, x ...Value) Value {
	s.is(Slice, "Append")
	s.mustBeExported("Append")
	h := *(*sliceHeader)(s.address())
	elem := elemOf(s.typ)
	h.grow(elem, len(x))
	n := h.len
	h.len += len(x)
	r := Value{s.typ, unsafe.Pointer(&h), flagAddress}
	for i, e := range x {
		r.Index(n + i).Set(e)
	}
	return r
}

// AppendSlice appends the elements of one slice to another.
func AppendSlice(s, t Value) Value {
	s.is(Slice, "AppendSlice")
	t.is(Slice, "AppendSlice")
	if elemOf(s.typ) != elemOf(t.typ) {
		panic("reflect.AppendSlice: " + s.typ.str + " != " + t.typ.str)
	}
	s.mustBeExported("AppendSlice")
	t.mustBeExported("AppendSlice")
	h := *(*sliceHeader)(s.address())
	n := h.len
	h.grow(elemOf(s.typ), t.Len())
	h.len += t.Len()
	r := Value{s.typ, unsafe.Pointer(&h), flagAddress}
	Copy(r.Slice(n, h.len), t)
	return r
}

// Copy copies elements until dst is full or src is at its end, and returns how many.
func Copy(dst, src Value) int {
	if k := dst.Kind(); k != Array && k != Slice {
		panic(&ValueError{"reflect.Copy", k})
	}
	if dst.Kind() == Array {
		dst.mustBeVariable("Copy")
	}
	dst.mustBeExported("Copy")
	src.mustBeExported("Copy")
	elem := elemOf(dst.typ)
	switch src.Kind() {
	case Array, Slice:
		if elemOf(src.typ) != elem {
			panic("reflect.Copy: " + elem.str + " != " + elemOf(src.typ).str)
		}
	case String:
		if elem.k() != Uint8 {
			panic(&ValueError{"reflect.Copy", String})
		}
	default:
		panic(&ValueError{"reflect.Copy", src.Kind()})
	}
	n := dst.Len()
	if m := src.Len(); m < n {
		n = m
	}
	overwrite(dst.elements(), uintptr(n)*elem.size)
	memmove(dst.elements(), src.elements(), uintptr(n)*elem.size)
	return n
}

// elements gives where the elements of an array, slice or string lie.
func (v *Value) elements() unsafe.Pointer {
	if v.Kind() == Array {
		return v.address()
	}
	return (*sliceHeader)(v.address()).ptr
}

// Swapper returns a function that swaps elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{"reflect.Swapper", v.Kind()})
	}
	s := *(*sliceHeader)(v.ptr)
	size := elemOf(v.typ).size
	if size == 4 {
		list := unsafe.Slice((*unsafe.Pointer)(s.ptr), s.len)
		return func(i, j int) { list[i], list[j] = list[j], list[i] }
	}
	spare := alloc(size, elemOf(v.typ).layout)
	return func(i, j int) {
		if uint(i) >= uint(s.len) || uint(j) >= uint(s.len) {
			panic("reflect: slice index out of range")
		}
		x, y := unsafe.Add(s.ptr, uintptr(i)*size), unsafe.Add(s.ptr, uintptr(j)*size)
		overwrite(spare, size)
		overwrite(x, size)
		overwrite(y, size)
		memmove(spare, x, size)
		memmove(x, y, size)
		memmove(y, spare, size)
	}
}

// Making values

// New returns a pointer to a new zero value.
func New(typ Type) Value {
	if typ == nil {
		panic("reflect: New(nil)")
	}
	t := typ.common()
	return Value{pointerTo(t), newObject(t), 0}
}

// NewAt returns a pointer to a value of the type at p.
func NewAt(typ Type, p unsafe.Pointer) Value {
	return Value{pointerTo(typ.common()), p, 0}
}

// Zero returns a zero value, which is no variable.
func Zero(typ Type) Value {
	if typ == nil {
		panic("reflect: Zero(nil)")
	}
	t := typ.common()
	if t.flags&isDirect != 0 {
		return Value{t, nil, 0}
	}
	return Value{t, newObject(t), flagAddress}
}

// MakeSlice creates a slice.
func MakeSlice(typ Type, len, cap int) Value {
	t := typ.common()
	if t.k() != Slice {
		panic("reflect.MakeSlice of non-slice type")
	}
	if len < 0 {
		panic("reflect.MakeSlice: negative len")
	}
	if cap < 0 {
		panic("reflect.MakeSlice: negative cap")
	}
	if len > cap {
		panic("reflect.MakeSlice: len > cap")
	}
	s := &sliceHeader{newArray(elemOf(t), cap), len, cap}
	return Value{t, unsafe.Pointer(s), flagAddress}
}

// SliceAt returns a slice of n elements at p.
func SliceAt(typ Type, p unsafe.Pointer, n int) Value {
	if n < 0 {
		panic("unsafe.Slice: len out of range")
	}
	s := &sliceHeader{p, n, n}
	return Value{sliceOf(typ.common()), unsafe.Pointer(s), flagAddress}
}

// SliceHeader is the representation of a slice.
//
// Deprecated: use unsafe.Slice or unsafe.SliceData.
type SliceHeader struct {
	Data uintptr
	Len  int
	Cap  int
}

// StringHeader is the representation of a string.
//
// Deprecated: use unsafe.String or unsafe.StringData.
type StringHeader struct {
	Data uintptr
	Len  int
}
