package reflect

import (
	"iter"
	"unsafe"
)

// Type is the representation of a Go type. Types are equal exactly if their Type values are.
type Type interface {
	Align() int
	FieldAlign() int
	Method(int) Method
	Methods() iter.Seq[Method]
	MethodByName(string) (Method, bool)
	NumMethod() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	Comparable() bool
	Bits() int
	ChanDir() ChanDir
	IsVariadic() bool
	Elem() Type
	Field(i int) StructField
	Fields() iter.Seq[StructField]
	FieldByIndex(index []int) StructField
	FieldByName(name string) (StructField, bool)
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	In(i int) Type
	Ins() iter.Seq[Type]
	Key() Type
	Len() int
	NumField() int
	NumIn() int
	NumOut() int
	Out(i int) Type
	Outs() iter.Seq[Type]
	OverflowComplex(x complex128) bool
	OverflowFloat(x float64) bool
	OverflowInt(x int64) bool
	OverflowUint(x uint64) bool
	CanSeq() bool
	CanSeq2() bool

	common() *rtype
}

// A Method describes a single method.
type Method struct {
	Name    string
	PkgPath string // empty for exported methods
	Type    Type
	Func    Value // with the receiver as first parameter
	Index   int
}

// IsExported reports whether the method is exported.
func (m Method) IsExported() bool {
	return m.PkgPath == ""
}

// TypeOf returns the type of the value in i, or nil for a nil interface.
func TypeOf(i any) Type {
	return toType((*eface)(unsafe.Pointer(&i)).typ)
}

// TypeFor returns the Type of the type argument.
func TypeFor[T any]() Type {
	return typeOf[T]()
}

// toType must not make an interface that holds a nil pointer.
func toType(t *rtype) Type {
	if t == nil {
		return nil
	}
	return t
}

func (t *rtype) common() *rtype { return t }

func (t *rtype) k() Kind { return Kind(t.kind) }

func (t *rtype) Align() int { return int(t.align) }

func (t *rtype) FieldAlign() int { return int(t.align) }

func (t *rtype) Size() uintptr { return t.size }

func (t *rtype) String() string { return t.str }

func (t *rtype) Kind() Kind { return Kind(t.kind) }

func (t *rtype) Comparable() bool { return t.flags&isComparable != 0 }

// Name is what follows the package's name; type arguments can have dots of their own.
func (t *rtype) Name() string {
	if t.flags&isNamed == 0 {
		if k := t.k(); k >= Array && k != String && k != UnsafePointer {
			return ""
		}
		if t.k() == UnsafePointer {
			return "Pointer"
		}
		return t.str
	}
	depth := 0
	for i := len(t.str) - 1; i >= 0; i-- {
		switch t.str[i] {
		case ']':
			depth++
		case '[':
			depth--
		case '.':
			if depth == 0 {
				return t.str[i+1:]
			}
		}
	}
	return t.str
}

func (t *rtype) PkgPath() string {
	if t.k() == UnsafePointer && t.flags&isNamed == 0 {
		return "unsafe"
	}
	if t.flags&isNamed == 0 {
		return ""
	}
	if u := uncommonOf(t); u != nil {
		return u.pkgPath
	}
	return ""
}

func (t *rtype) Bits() int {
	if k := t.k(); k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + t.str)
	}
	return int(t.size) * 8
}

func (t *rtype) ChanDir() ChanDir {
	if t.k() != Chan {
		panic("reflect: ChanDir of non-chan type " + t.str)
	}
	return chanOf(t).dir
}

func (t *rtype) Elem() Type {
	switch t.k() {
	case Array, Chan, Map, Pointer, Slice:
		return toType(elemOf(t))
	}
	panic("reflect: Elem of invalid type " + t.str)
}

func (t *rtype) Key() Type {
	if t.k() != Map {
		panic("reflect: Key of non-map type " + t.str)
	}
	return mapOf(t).key
}

func (t *rtype) Len() int {
	if t.k() != Array {
		panic("reflect: Len of non-array type " + t.str)
	}
	return int(arrayOf(t).len)
}

func (t *rtype) function(what string) *funcInfo {
	if t.k() != Func {
		panic("reflect: " + what + " of non-func type " + t.str)
	}
	return funcOf(t)
}

func (t *rtype) IsVariadic() bool { return t.function("IsVariadic").variadic() }

func (t *rtype) In(i int) Type { return t.function("In").params()[i] }

func (t *rtype) NumIn() int { return len(t.function("NumIn").params()) }

func (t *rtype) Out(i int) Type { return t.function("Out").results()[i] }

func (t *rtype) NumOut() int { return len(t.function("NumOut").results()) }

func (t *rtype) Ins() iter.Seq[Type] { return eachType(t.function("Ins").params()) }

func (t *rtype) Outs() iter.Seq[Type] { return eachType(t.function("Outs").results()) }

func eachType(list []*rtype) iter.Seq[Type] {
	return func(yield func(Type) bool) {
		for _, t := range list {
			if !yield(t) {
				return
			}
		}
	}
}

func (t *rtype) OverflowComplex(x complex128) bool {
	switch t.k() {
	case Complex64:
		return overflowsFloat32(real(x)) || overflowsFloat32(imag(x))
	case Complex128:
		return false
	}
	panic("reflect: OverflowComplex of non-complex type " + t.str)
}

func (t *rtype) OverflowFloat(x float64) bool {
	switch t.k() {
	case Float32:
		return overflowsFloat32(x)
	case Float64:
		return false
	}
	panic("reflect: OverflowFloat of non-float type " + t.str)
}

func overflowsFloat32(x float64) bool {
	if x < 0 {
		x = -x
	}
	// Halfway between the largest float32 and what would follow it, numbers round up.
	return 0x1.ffffffp127 <= x && x <= 0x1.fffffffffffffp1023
}

func (t *rtype) OverflowInt(x int64) bool {
	switch t.k() {
	case Int, Int8, Int16, Int32, Int64:
		shift := 64 - 8*t.size
		return x<<shift>>shift != x
	}
	panic("reflect: OverflowInt of non-int type " + t.str)
}

func (t *rtype) OverflowUint(x uint64) bool {
	switch t.k() {
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		shift := 64 - 8*t.size
		return x<<shift>>shift != x
	}
	panic("reflect: OverflowUint of non-uint type " + t.str)
}

// Structs

func (t *rtype) structure(what string) *structInfo {
	if t.k() != Struct {
		panic("reflect: " + what + " of non-struct type " + t.str)
	}
	return structOf(t)
}

func (t *rtype) NumField() int { return t.structure("NumField").count }

func (t *rtype) Field(i int) StructField {
	s := t.structure("Field")
	if uint(i) >= uint(s.count) {
		panic("reflect: Field index out of bounds")
	}
	return s.field(i)
}

func (s *structInfo) field(i int) StructField {
	f := &s.fields()[i]
	r := StructField{
		Name:      nameText(f.name),
		Type:      f.typ,
		Tag:       StructTag(nameTag(f.name)),
		Offset:    f.offset,
		Index:     []int{i},
		Anonymous: *f.name&nameEmbedded != 0,
	}
	if *f.name&nameExported == 0 {
		r.PkgPath = s.pkgPath
	}
	return r
}

func (t *rtype) Fields() iter.Seq[StructField] {
	s := t.structure("Fields")
	return func(yield func(StructField) bool) {
		for i := range s.count {
			if !yield(s.field(i)) {
				return
			}
		}
	}
}

func (t *rtype) FieldByIndex(index []int) StructField {
	var f StructField
	var at Type = t.structType("FieldByIndex")
	for i, x := range index {
		if i > 0 {
			at = f.Type
			if at.Kind() == Pointer && at.Elem().Kind() == Struct {
				at = at.Elem()
			}
		}
		f = at.Field(x)
	}
	f.Index = index
	return f
}

func (t *rtype) structType(what string) *rtype {
	t.structure(what)
	return t
}

func (t *rtype) FieldByName(name string) (StructField, bool) {
	s := t.structure("FieldByName")
	embedded := false
	for i := range s.fields() {
		f := &s.fields()[i]
		if nameText(f.name) == name {
			return s.field(i), true
		}
		embedded = embedded || *f.name&nameEmbedded != 0
	}
	if !embedded {
		return StructField{}, false
	}
	return t.find(func(n string) bool { return n == name })
}

func (t *rtype) FieldByNameFunc(match func(string) bool) (StructField, bool) {
	t.structure("FieldByNameFunc")
	return t.find(match)
}

// level is an embedded struct to look at, and how to get there.
type level struct {
	typ   *rtype
	index []int
	twice bool // it is embedded several times at this depth
}

// find looks for a field breadth first: a single match at the least depth counts.
func (t *rtype) find(match func(string) bool) (StructField, bool) {
	todo := []level{{typ: t}}
	seen := map[*rtype]bool{}
	for len(todo) > 0 {
		var found StructField
		n := 0
		var next []level
		for _, l := range todo {
			if seen[l.typ] {
				continue
			}
			seen[l.typ] = true
			s := structOf(l.typ)
			for i := range s.fields() {
				f := &s.fields()[i]
				at := f.typ
				if *f.name&nameEmbedded != 0 && at.k() == Pointer {
					at = elemOf(at)
				}
				if match(nameText(f.name)) {
					n++
					if l.twice {
						n++
					}
					found = s.field(i)
					found.Index = append(append([]int(nil), l.index...), i)
					continue
				}
				if *f.name&nameEmbedded != 0 && at.k() == Struct && !seen[at] {
					next = addLevel(next, level{at, append(append([]int(nil), l.index...), i), l.twice})
				}
			}
		}
		if n > 0 {
			if n > 1 {
				return StructField{}, false
			}
			return found, true
		}
		todo = next
	}
	return StructField{}, false
}

func addLevel(list []level, l level) []level {
	for i := range list {
		if list[i].typ == l.typ {
			list[i].twice = true
			return list
		}
	}
	return append(list, l)
}

// VisibleFields returns the fields of a struct type and those promoted from embedded structs, each
// struct's before those embedded in it.
func VisibleFields(t Type) []StructField {
	if t == nil {
		panic("reflect: VisibleFields(nil)")
	}
	if t.Kind() != Struct {
		panic("reflect.VisibleFields of non-struct type")
	}
	var list []StructField
	return visible(t, t.common(), nil, list, map[*rtype]bool{})
}

func visible(root Type, t *rtype, index []int, list []StructField, inside map[*rtype]bool) []StructField {
	if inside[t] {
		return list
	}
	inside[t] = true
	s := structOf(t)
	for i := range s.fields() {
		f := s.field(i)
		f.Index = append(append([]int(nil), index...), i)
		// A field counts if looking for its name finds just it.
		if seen, ok := root.FieldByName(f.Name); ok && sameIndex(seen.Index, f.Index) {
			list = append(list, f)
		}
		if f.Anonymous {
			at := f.Type.common()
			if at.k() == Pointer {
				at = elemOf(at)
			}
			if at.k() == Struct {
				list = visible(root, at, f.Index, list, inside)
			}
		}
	}
	delete(inside, t)
	return list
}

func sameIndex(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Functions that loops range over

func (t *rtype) CanSeq() bool {
	switch t.k() {
	case Int8, Int16, Int32, Int64, Int, Uint8, Uint16, Uint32, Uint64, Uint, Uintptr, Array, Slice, Chan, String, Map:
		return true
	case Func:
		return t.yields(1)
	case Pointer:
		return elemOf(t).k() == Array
	}
	return false
}

func (t *rtype) CanSeq2() bool {
	switch t.k() {
	case Array, Slice, String, Map:
		return true
	case Func:
		return t.yields(2)
	case Pointer:
		return elemOf(t).k() == Array
	}
	return false
}

// yields tells whether a function type is func(func(n values) bool).
func (t *rtype) yields(n int) bool {
	f := funcOf(t)
	if f.in != 1 || f.out != 0 || f.params()[0].k() != Func {
		return false
	}
	y := funcOf(f.params()[0])
	return int(y.in) == n && y.out == 1 && y.results()[0].k() == Bool
}
