package reflect

import "unsafe"

// Assignability and conversions, as the Go specification has them.

// Implements reports whether the type implements the interface type u.
func (t *rtype) Implements(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	if u.Kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return t.implements(u.common())
}

// implements looks in the table that the compiler made of the types that implement u.
func (t *rtype) implements(u *rtype) bool {
	i := ifaceOf(u)
	return i.count == 0 || t == u || i.find(t) != nil
}

func (i *ifaceInfo) find(t *rtype) *itabEntry {
	table := itabsOf(i)
	if table == nil {
		return nil
	}
	list := table.entries()
	for k := range list {
		if list[k].typ == t {
			return &list[k]
		}
	}
	return nil
}

// AssignableTo reports whether values of the type can be assigned to variables of type u.
func (t *rtype) AssignableTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.AssignableTo")
	}
	return t.assignable(u.common())
}

func (t *rtype) assignable(u *rtype) bool {
	if u.k() == Interface {
		return t.implements(u)
	}
	return t.assignableAsIs(u)
}

// assignableAsIs is for a target that is no interface: the value stays as it is.
func (t *rtype) assignableAsIs(u *rtype) bool {
	if t == u {
		return true
	}
	if t.kind != u.kind || t.flags&isNamed != 0 && u.flags&isNamed != 0 || t.k() <= Complex128 || t.k() == String {
		return false
	}
	if t.k() == Chan && elemOf(t) == elemOf(u) && chanOf(t).dir == BothDir {
		return true
	}
	return identical(t, u, true)
}

// ConvertibleTo reports whether values of the type can be converted to type u.
func (t *rtype) ConvertibleTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.ConvertibleTo")
	}
	return converter(u.common(), t) != nil
}

// same tells whether types are equal, apart from tags if those do not count.
func same(t, u *rtype, tags bool) bool {
	if t == u || tags {
		return t == u
	}
	if t.flags&isNamed != 0 || u.flags&isNamed != 0 || t.kind != u.kind {
		return false
	}
	return identical(t, u, false)
}

// identical tells whether the underlying types are equal.
func identical(t, u *rtype, tags bool) bool {
	if t == u {
		return true
	}
	if t.kind != u.kind {
		return false
	}
	switch t.k() {
	case Array:
		return arrayOf(t).len == arrayOf(u).len && same(elemOf(t), elemOf(u), tags)
	case Chan:
		return chanOf(t).dir == chanOf(u).dir && same(elemOf(t), elemOf(u), tags)
	case Pointer, Slice:
		return same(elemOf(t), elemOf(u), tags)
	case Map:
		return same(mapOf(t).key, mapOf(u).key, tags) && same(elemOf(t), elemOf(u), tags)
	case Func:
		return identicalFuncs(funcOf(t), funcOf(u), tags)
	case Interface:
		// As in gc's reflect, those with methods are not: itabs tell them apart.
		return ifaceOf(t).count == 0 && ifaceOf(u).count == 0
	case Struct:
		return identicalStructs(structOf(t), structOf(u), tags)
	}
	return true
}

func identicalFuncs(f, g *funcInfo, tags bool) bool {
	if f.in != g.in || f.out != g.out {
		return false
	}
	for i, p := range f.params() {
		if !same(p, g.params()[i], tags) {
			return false
		}
	}
	for i, r := range f.results() {
		if !same(r, g.results()[i], tags) {
			return false
		}
	}
	return true
}

func identicalStructs(s, r *structInfo, tags bool) bool {
	if s.count != r.count || s.pkgPath != r.pkgPath {
		return false
	}
	for i := range s.fields() {
		f, g := &s.fields()[i], &r.fields()[i]
		if nameText(f.name) != nameText(g.name) || (*f.name^*g.name)&nameEmbedded != 0 ||
			!same(f.typ, g.typ, tags) || tags && nameTag(f.name) != nameTag(g.name) {
			return false
		}
	}
	return true
}

// assignTo gives v as a value of type t; it panics if v cannot be assigned to such a variable.
func (v Value) assignTo(context string, t *rtype) Value {
	if v.flag >= flagMethod {
		v = methodFunc(v)
	}
	switch {
	case v.typ == nil:
		panic(context + ": value of type nil is not assignable to type " + t.str)
	case v.typ == t:
		return v
	case t.k() == Interface:
		if v.Kind() == Interface && v.IsNil() && v.typ.implements(t) {
			return Zero(t)
		}
		if v.typ.implements(t) {
			return intoInterface(v, t)
		}
	case v.typ.assignableAsIs(t):
		v.typ = t
		return v
	}
	panic(context + ": value of type " + v.typ.str + " is not assignable to type " + t.str)
}

// intoInterface gives a value of the interface type t that holds v, which implements it.
func intoInterface(v Value, t *rtype) Value {
	x := pack(v)
	e := (*eface)(unsafe.Pointer(&x))
	i := ifaceOf(t)
	if i.count == 0 {
		return Value{t, unsafe.Pointer(e), v.flag&flagReadOnly | flagAddress}
	}
	entry := i.find(e.typ)
	if entry == nil {
		panic("reflect: " + e.typ.str + " does not implement " + t.str)
	}
	r := &iface{entry.tab, e.data}
	return Value{t, unsafe.Pointer(r), v.flag&flagReadOnly | flagAddress}
}

// CanConvert reports whether Convert would not panic.
func (v Value) CanConvert(t Type) bool {
	if !v.Type().ConvertibleTo(t) {
		return false
	}
	n := -1
	switch {
	case v.Kind() == Slice && t.Kind() == Array:
		n = t.Len()
	case v.Kind() == Slice && t.Kind() == Pointer && t.Elem().Kind() == Array:
		n = t.Elem().Len()
	}
	return n <= 0 || n <= v.Len()
}

// Convert returns v converted to type t.
func (v Value) Convert(t Type) Value {
	if v.flag >= flagMethod {
		v = methodFunc(v)
	}
	if v.typ == nil {
		wrongKind("Convert", Invalid)
	}
	f := converter(t.common(), v.typ)
	if f == nil {
		panic("reflect.Value.Convert: value of type " + v.typ.str + " cannot be converted to type " + t.String())
	}
	return f(v, t.common())
}

// Classes of kinds that convert to each other.
const (
	classOther = iota
	classInt
	classUint
	classFloat
	classComplex
	classString
)

func (t *rtype) class() int {
	switch k := t.k(); {
	case k >= Int && k <= Int64:
		return classInt
	case k >= Uint && k <= Uintptr:
		return classUint
	case k == Float32 || k == Float64:
		return classFloat
	case k == Complex64 || k == Complex128:
		return classComplex
	case k == String:
		return classString
	}
	return classOther
}

// converter gives the function that converts values of type from, or nil.
func converter(to, from *rtype) func(Value, *rtype) Value {
	a, b := from.class(), to.class()
	switch {
	case (a == classInt || a == classUint || a == classFloat) && (b == classInt || b == classUint || b == classFloat):
		return convertNumber
	case a == classComplex && b == classComplex:
		return convertComplex
	case b == classString && (a == classInt || a == classUint):
		return convertRune
	case b == classString && from.k() == Slice && plainElem(from, Uint8):
		return convertBytesToString
	case b == classString && from.k() == Slice && plainElem(from, Int32):
		return convertRunesToString
	case a == classString && to.k() == Slice && plainElem(to, Uint8):
		return convertStringToBytes
	case a == classString && to.k() == Slice && plainElem(to, Int32):
		return convertStringToRunes
	case from.k() == Slice && to.k() == Pointer && elemOf(to).k() == Array && elemOf(from) == elemOf(elemOf(to)):
		return convertSliceToArrayPointer
	case from.k() == Slice && to.k() == Array && elemOf(from) == elemOf(to):
		return convertSliceToArray
	case identical(to, from, false):
		return convertAsIs
	case from.k() == Chan && to.k() == Chan && from.assignableAsIs(to):
		return convertAsIs
	case to.k() == Pointer && from.k() == Pointer && (to.flags|from.flags)&isNamed == 0 && identical(elemOf(to), elemOf(from), false):
		return convertAsIs
	case to.k() == Interface && from.implements(to):
		return convertToInterface
	}
	return nil
}

func plainElem(t *rtype, k Kind) bool {
	e := elemOf(t)
	return e.k() == k && uncommonPath(e) == ""
}

func uncommonPath(t *rtype) string {
	return t.PkgPath()
}

func convertAsIs(v Value, t *rtype) Value {
	changes()
	if v.flag&flagVariable != 0 {
		p := newObject(v.typ)
		memmove(p, v.ptr, v.typ.size)
		v.ptr = p
	}
	return Value{t, v.ptr, v.flag & (flagReadOnly | flagAddress)}
}

func convertToInterface(v Value, t *rtype) Value {
	if v.Kind() == Interface && v.IsNil() {
		r := Zero(t)
		r.flag |= v.flag & flagReadOnly
		return r
	}
	return intoInterface(v, t)
}

// made is a new value of a type, to be filled.
func made(t *rtype, f flag) Value {
	return Value{t, newObject(t), f&flagReadOnly | flagAddress}
}

func convertNumber(v Value, t *rtype) Value {
	r := made(t, v.flag)
	isFloat := t.class() == classFloat
	switch v.typ.class() {
	case classInt:
		if isFloat {
			r.putFloat(float64(v.Int()))
		} else {
			r.setBits(uint64(v.Int()))
		}
	case classUint:
		if isFloat {
			r.putFloat(float64(v.Uint()))
		} else {
			r.setBits(v.Uint())
		}
	default:
		switch {
		case isFloat:
			r.putFloat(v.Float())
		case t.class() == classInt:
			r.setBits(uint64(int64(v.Float())))
		default:
			r.setBits(uint64(v.Float()))
		}
	}
	return r
}

func (v Value) putFloat(x float64) {
	if v.typ.size == 4 {
		*(*float32)(v.ptr) = float32(x)
	} else {
		*(*float64)(v.ptr) = x
	}
}

func convertComplex(v Value, t *rtype) Value {
	r := made(t, v.flag)
	if x := v.Complex(); t.size == 8 {
		*(*complex64)(r.ptr) = complex64(x)
	} else {
		*(*complex128)(r.ptr) = x
	}
	return r
}

func convertRune(v Value, t *rtype) Value {
	r := '\uFFFD'
	if v.CanInt() {
		if x := v.Int(); int64(rune(x)) == x {
			r = rune(x)
		}
	} else if x := v.Uint(); uint64(rune(x)) == x {
		r = rune(x)
	}
	return stringValue(string(r), v, t)
}

func stringValue(s string, v Value, t *rtype) Value {
	r := made(t, v.flag)
	*(*string)(r.ptr) = s
	return r
}

func convertBytesToString(v Value, t *rtype) Value {
	return stringValue(string(*(*[]byte)(v.address())), v, t)
}

func convertRunesToString(v Value, t *rtype) Value {
	return stringValue(string(*(*[]rune)(v.address())), v, t)
}

func convertStringToBytes(v Value, t *rtype) Value {
	r := made(t, v.flag)
	*(*[]byte)(r.ptr) = []byte(v.String())
	return r
}

func convertStringToRunes(v Value, t *rtype) Value {
	r := made(t, v.flag)
	*(*[]rune)(r.ptr) = []rune(v.String())
	return r
}

func shortSlice(v Value, n uintptr) *sliceHeader {
	s := (*sliceHeader)(v.address())
	if n > uintptr(s.len) {
		panic("reflect: cannot convert slice with length " + decimal(s.len) + " to array or pointer to array with length " + decimal(int(n)))
	}
	return s
}

func convertSliceToArrayPointer(v Value, t *rtype) Value {
	s := shortSlice(v, arrayOf(elemOf(t)).len)
	return Value{t, s.ptr, v.flag & flagReadOnly}
}

func convertSliceToArray(v Value, t *rtype) Value {
	s := shortSlice(v, arrayOf(t).len)
	r := made(t, v.flag)
	memmove(r.ptr, s.ptr, t.size)
	return r
}
