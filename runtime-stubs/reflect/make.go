package reflect

import "unsafe"

// Types made at run time. One that the program has a descriptor for is that descriptor; others are
// made once and remembered.

// madeTypes are the types made so far, by name; different types can have equal names.
var madeTypes map[string][]*rtype

// known gives the program's type with this name that has the property, or one made before.
func known(name string, fits func(t *rtype) bool) *rtype {
	for _, t := range allTypes() {
		if t.str == name && t.flags&isNamed == 0 && fits(t) {
			return t
		}
	}
	for _, t := range madeTypes[name] {
		if fits(t) {
			return t
		}
	}
	return nil
}

func remember(t *rtype) *rtype {
	if madeTypes == nil {
		madeTypes = map[string][]*rtype{}
	}
	t.hash = hashOf(t.str)
	madeTypes[t.str] = append(madeTypes[t.str], t)
	return t
}

// hashOf is FNV-1a.
func hashOf(s string) uint32 {
	h := uint32(0x811c9dc5)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 0x01000193
	}
	return h
}

// pointerTo gives the pointer type to a type. Where the type has methods, so may have the pointer,
// and the compiler made its descriptor.
func pointerTo(t *rtype) *rtype {
	if p := ptrOf(t); p != nil {
		return p
	}
	for _, list := range madePointers {
		if list.elem == t {
			return list
		}
	}
	like := typeOf[*byte]()
	p := &rtype{
		size: like.size, kind: like.kind, flags: isDirect | isComparable, align: like.align,
		eq: like.eq, hashfn: like.hashfn, str: "*" + t.str, elem: t,
	}
	if t.k() == Interface {
		p.flags |= toInterface
	}
	p.hash = hashOf(p.str)
	madePointers = append(madePointers, p)
	return p
}

// madePointers are apart so that a program that only makes pointers needs no more.
var madePointers []*rtype

// PointerTo returns the pointer type to t.
func PointerTo(t Type) Type { return pointerTo(t.common()) }

// PtrTo is the old name of PointerTo.
//
// Deprecated: use PointerTo.
func PtrTo(t Type) Type { return pointerTo(t.common()) }

// SliceOf returns the slice type with elements of type t.
func SliceOf(t Type) Type { return sliceOf(t.common()) }

func sliceOf(elem *rtype) *rtype {
	name := "[]" + elem.str
	t := known(name, func(t *rtype) bool { return t.k() == Slice && elemOf(t) == elem })
	if t != nil {
		return t
	}
	like := typeOf[[]byte]()
	return remember(&rtype{size: like.size, kind: like.kind, align: like.align, str: name, elem: elem})
}

// ArrayOf returns the array type with so many elements of type t.
func ArrayOf(length int, elem Type) Type {
	if length < 0 {
		panic("reflect: negative length passed to ArrayOf")
	}
	e := elem.common()
	name := "[" + decimal(length) + "]" + e.str
	t := known(name, func(t *rtype) bool { return t.k() == Array && elemOf(t) == e })
	if t != nil {
		return t
	}
	if e.size != 0 && uintptr(length) > ^uintptr(0)/2/e.size {
		panic("reflect.ArrayOf: array size would exceed virtual address space")
	}
	t = &rtype{
		size: e.size * uintptr(length), kind: typeOf[[1]byte]().kind, align: e.align, str: name, elem: e,
		flags: e.flags & (isComparable | hasNoPointer), layout: e.layout,
		info: unsafe.Pointer(&arrayInfo{len: uintptr(length)}),
	}
	t.finishMade()
	return remember(t)
}

// finishMade sets what follows from the size, and how values compare.
func (t *rtype) finishMade() {
	if t.size <= unsafe.Sizeof(uintptr(0)) {
		t.flags |= isDirect
	}
	if t.flags&isComparable != 0 {
		t.eq, t.hashfn = nil, nil
		panic("reflect: a comparable type " + t.str + " that the program does not mention cannot be made")
	}
}

// MapOf returns the map type with such keys and elements.
func MapOf(key, elem Type) Type {
	k, e := key.common(), elem.common()
	if !k.Comparable() {
		panic("reflect.MapOf: invalid key type " + k.str)
	}
	name := "map[" + k.str + "]" + e.str
	t := known(name, func(t *rtype) bool { return t.k() == Map && mapOf(t).key == k && elemOf(t) == e })
	if t != nil {
		return t
	}
	like := typeOf[map[string]int]()
	// What the flags could spare is not spared; any word of an entry may be a pointer.
	table := &mapTable{keySize: k.size, elemSize: e.size, hash: k.hashfn, eq: k.eq, flags: 4 | 8}
	table.elemOff = alignUp(alignUp(2*unsafe.Sizeof(k), k.align)+k.size, e.align)
	align := like.align
	if k.align > align {
		align = k.align
	}
	if e.align > align {
		align = e.align
	}
	table.entrySize = alignUp(table.elemOff+e.size, align)
	info := &mapInfo{key: k, table: unsafe.Pointer(table)}
	return remember(&rtype{
		size: like.size, kind: like.kind, flags: like.flags &^ isNamed, align: like.align, str: name,
		elem: e, info: unsafe.Pointer(info),
	})
}

// mapTable has the layout of runtime.mapType.
type mapTable struct {
	keySize  uintptr
	elemSize uintptr
	hash     unsafe.Pointer
	eq       unsafe.Pointer
	flags    uintptr

	elemOff   uintptr
	entrySize uintptr
	layout    uintptr
}

// ChanOf returns the channel type with such a direction and elements.
func ChanOf(dir ChanDir, elem Type) Type {
	e := elem.common()
	var name string
	switch dir {
	case SendDir:
		name = "chan<- " + e.str
	case RecvDir:
		name = "<-chan " + e.str
	case BothDir:
		name = "chan " + e.str
		if e.k() == Chan && e.flags&isNamed == 0 && chanOf(e).dir == RecvDir {
			name = "chan (" + e.str + ")"
		}
	default:
		panic("reflect.ChanOf: invalid dir")
	}
	t := known(name, func(t *rtype) bool { return t.k() == Chan && elemOf(t) == e && chanOf(t).dir == dir })
	if t != nil {
		return t
	}
	like := typeOf[chan int]()
	return remember(&rtype{
		size: like.size, kind: like.kind, flags: like.flags &^ isNamed, align: like.align,
		eq: like.eq, hashfn: like.hashfn, str: name, elem: e,
		info: unsafe.Pointer(&chanInfo{dir}),
	})
}

// FuncOf returns the function type with such parameters and results. Functions of a type that the
// program does not mention cannot be called or made.
func FuncOf(in, out []Type, variadic bool) Type {
	if variadic && (len(in) == 0 || in[len(in)-1].Kind() != Slice) {
		panic("reflect.FuncOf: last arg of variadic func must be slice")
	}
	name := "func("
	for i, t := range in {
		if i > 0 {
			name += ", "
		}
		if variadic && i == len(in)-1 {
			name += "..." + t.Elem().String()
		} else {
			name += t.String()
		}
	}
	name += ")"
	switch len(out) {
	case 0:
	case 1:
		name += " " + out[0].String()
	default:
		name += " ("
		for i, t := range out {
			if i > 0 {
				name += ", "
			}
			name += t.String()
		}
		name += ")"
	}
	t := known(name, func(t *rtype) bool { return t.k() == Func && funcOf(t).is(in, out, variadic) })
	if t != nil {
		return t
	}
	like := typeOf[func()]()
	info := (*funcInfo)(alloc(unsafe.Sizeof(funcInfo{})+uintptr(len(in)+len(out))*unsafe.Sizeof(like), 0))
	info.in, info.out = uint16(len(in)), uint16(len(out))
	for i, t := range in {
		info.params()[i] = t.common()
	}
	for i, t := range out {
		info.results()[i] = t.common()
	}
	if variadic {
		info.out |= variadicBit
	}
	return remember(&rtype{
		size: like.size, kind: like.kind, flags: like.flags &^ isNamed, align: like.align, str: name,
		info: unsafe.Pointer(info),
	})
}

func (f *funcInfo) is(in, out []Type, variadic bool) bool {
	if int(f.in) != len(in) || len(f.results()) != len(out) || f.variadic() != variadic {
		return false
	}
	for i, t := range in {
		if f.params()[i] != t.common() {
			return false
		}
	}
	for i, t := range out {
		if f.results()[i] != t.common() {
			return false
		}
	}
	return true
}

// StructOf returns the struct type with such fields. Embedded fields promote no methods.
func StructOf(fields []StructField) Type {
	name := "struct {"
	t := &rtype{kind: typeOf[struct{ x byte }]().kind, flags: isComparable | hasNoPointer, align: 1}
	info := (*structInfo)(alloc(unsafe.Sizeof(structInfo{})+uintptr(len(fields))*unsafe.Sizeof(fieldInfo{}), 0))
	info.count = len(fields)
	for i, f := range fields {
		if f.Name == "" {
			panic("reflect.StructOf: field " + decimal(i) + " has no name")
		}
		if f.Type == nil {
			panic("reflect.StructOf: field " + decimal(i) + " has no type")
		}
		if !f.IsExported() && info.pkgPath == "" {
			info.pkgPath = f.PkgPath
		}
		ft := f.Type.common()
		if i > 0 {
			name += ";"
		}
		name += " "
		if !f.Anonymous {
			name += f.Name + " "
		}
		name += ft.str
		if f.Tag != "" {
			name += " " + quote(string(f.Tag))
		}
		t.flags &= ft.flags | ^uint8(isComparable|hasNoPointer)
		if ft.align > t.align {
			t.align = ft.align
		}
		at := alignUp(t.size, ft.align)
		info.fields()[i] = fieldInfo{encodeName(f), ft, at}
		t.size = at + ft.size
	}
	if len(fields) > 0 {
		name += " "
	}
	t.str = name + "}"
	t.size = alignUp(t.size, t.align)
	t.info = unsafe.Pointer(info)
	like := known(t.str, func(u *rtype) bool { return u.k() == Struct && identicalStructs(structOf(u), info, true) })
	if like != nil {
		return like
	}
	t.finishMade()
	return remember(t)
}

func alignUp(n uintptr, align uint8) uintptr {
	a := uintptr(align)
	return (n + a - 1) &^ (a - 1)
}

// encodeName makes the bytes of a field's name and tag.
func encodeName(f StructField) *byte {
	var flags byte
	if f.IsExported() {
		flags |= nameExported
	}
	if f.Anonymous {
		flags |= nameEmbedded
	}
	if f.Tag != "" {
		flags |= nameTagged
	}
	b := []byte{flags, byte(len(f.Name)), byte(len(f.Name) >> 8)}
	b = append(b, f.Name...)
	b = append(b, byte(len(f.Tag)), byte(len(f.Tag)>>8))
	b = append(b, f.Tag...)
	return &b[0]
}
