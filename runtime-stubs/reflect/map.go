package reflect

import "unsafe"

// Package runtime's maps.

//go:linkname makemap runtime.makemap
func makemap(table unsafe.Pointer, hint int) unsafe.Pointer

//go:linkname mapaccess runtime.mapaccess
func mapaccess(table, m, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapassign runtime.mapassign
func mapassign(table, m, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapdelete runtime.mapdelete
func mapdelete(table, m, key unsafe.Pointer)

//go:linkname mapclear runtime.mapclear
func mapclear(table, m unsafe.Pointer)

//go:linkname mapiterinit runtime.mapiterinit
func mapiterinit(table, m unsafe.Pointer, it *hiter)

//go:linkname mapiternext runtime.mapiternext
func mapiternext(it *hiter) bool

// hiter has the layout of runtime.hiter.
type hiter struct {
	key   unsafe.Pointer
	elem  unsafe.Pointer
	m     unsafe.Pointer
	chunk unsafe.Pointer
	i     uintptr
	end   unsafe.Pointer
	endI  uintptr
	state bool
}

// MakeMap creates a new map.
func MakeMap(typ Type) Value {
	return MakeMapWithSize(typ, 0)
}

// MakeMapWithSize creates a new map with room for about n elements.
func MakeMapWithSize(typ Type, n int) Value {
	if typ.Kind() != Map {
		panic("reflect.MakeMapWithSize of non-map type")
	}
	t := typ.common()
	return Value{t, makemap(mapOf(t).table, n), 0}
}

func (v *Value) mapWord() unsafe.Pointer {
	return *(*unsafe.Pointer)(v.address())
}

// kept gives a value of type t that is a copy of what is at p.
func kept(t *rtype, p unsafe.Pointer, f flag) Value {
	if t.flags&isDirect != 0 {
		return Value{t, word(t, p), f & flagReadOnly}
	}
	copied := newObject(t)
	memmove(copied, p, t.size)
	return Value{t, copied, f&flagReadOnly | flagAddress}
}

// MapIndex returns the element of a key, or the zero Value.
func (v Value) MapIndex(key Value) Value {
	v.is(Map, "MapIndex")
	info := mapOf(v.typ)
	k := key.assignTo("reflect.Value.MapIndex", info.key)
	p := mapaccess(info.table, v.mapWord(), k.address())
	if p == nil {
		return Value{}
	}
	return kept(elemOf(v.typ), p, v.flag|key.flag)
}

// SetMapIndex sets the element of a key, or deletes it if elem is the zero Value.
func (v Value) SetMapIndex(key, elem Value) {
	v.is(Map, "SetMapIndex")
	v.mustBeExported("SetMapIndex")
	key.mustBeExported("SetMapIndex")
	info := mapOf(v.typ)
	k := key.assignTo("reflect.Value.SetMapIndex", info.key)
	if elem.typ == nil {
		mapdelete(info.table, v.mapWord(), k.address())
		return
	}
	elem.mustBeExported("SetMapIndex")
	e := elem.assignTo("reflect.Value.SetMapIndex", elemOf(v.typ))
	to := mapassign(info.table, v.mapWord(), k.address())
	overwrite(to, e.typ.size)
	memmove(to, e.address(), e.typ.size)
}

// MapKeys returns the keys of a map in no order.
func (v Value) MapKeys() []Value {
	v.is(Map, "MapKeys")
	list := make([]Value, 0, v.Len())
	var it hiter
	mapiterinit(mapOf(v.typ).table, v.mapWord(), &it)
	for mapiternext(&it) {
		list = append(list, kept(mapOf(v.typ).key, it.key, v.flag))
	}
	return list
}

// A MapIter is an iterator over a map.
type MapIter struct {
	m     Value
	state uint8
	it    hiter
}

// States of an iterator.
const (
	iterNew = iota
	iterOn
	iterDone
)

// MapRange returns an iterator over a map.
func (v Value) MapRange() *MapIter {
	v.is(Map, "MapRange")
	return &MapIter{m: v}
}

// Reset lets the iterator go over v from its beginning.
func (iter *MapIter) Reset(v Value) {
	if v.typ != nil {
		v.is(Map, "MapRange")
	}
	*iter = MapIter{m: v}
}

// Next goes on to the next entry.
func (iter *MapIter) Next() bool {
	if iter.m.typ == nil {
		panic("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	switch iter.state {
	case iterNew:
		mapiterinit(mapOf(iter.m.typ).table, iter.m.mapWord(), &iter.it)
		iter.state = iterOn
	case iterDone:
		panic("MapIter.Next called on exhausted iterator")
	}
	if mapiternext(&iter.it) {
		return true
	}
	iter.state = iterDone
	return false
}

func (iter *MapIter) check(method string) {
	switch iter.state {
	case iterNew:
		panic(method + " called before Next")
	case iterDone:
		panic(method + " called on exhausted iterator")
	}
}

// Key returns the key of the current entry.
func (iter *MapIter) Key() Value {
	iter.check("MapIter.Key")
	return kept(mapOf(iter.m.typ).key, iter.it.key, iter.m.flag)
}

// Value returns the element of the current entry.
func (iter *MapIter) Value() Value {
	iter.check("MapIter.Value")
	return kept(elemOf(iter.m.typ), iter.it.elem, iter.m.flag)
}

// SetIterKey assigns the key of the current entry to v.
func (v Value) SetIterKey(iter *MapIter) {
	iter.check("reflect.Value.SetIterKey")
	v.Set(iter.Key())
}

// SetIterValue assigns the element of the current entry to v.
func (v Value) SetIterValue(iter *MapIter) {
	iter.check("reflect.Value.SetIterValue")
	v.Set(iter.Value())
}
