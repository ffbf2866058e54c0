package reflect

import "unsafe"

// visit is a pair of references that is being compared, or was.
type visit struct {
	a, b unsafe.Pointer
	typ  *rtype
}

// DeepEqual reports whether x and y are deeply equal.
func DeepEqual(x, y any) bool {
	v, w := ValueOf(x), ValueOf(y)
	if v.typ == nil || w.typ == nil {
		return v.typ == w.typ
	}
	return v.typ == w.typ && deepEqual(v, w, map[visit]bool{})
}

func deepEqual(v, w Value, seen map[visit]bool) bool {
	if v.typ == nil || w.typ == nil {
		return v.typ == w.typ
	}
	if v.typ != w.typ {
		return false
	}
	switch v.Kind() {
	case Pointer, Map, Slice:
		a, b := v.pointer(""), w.pointer("")
		if a != nil && b != nil {
			at := visit{a, b, v.typ}
			if seen[at] && (v.Kind() != Slice || v.Len() == w.Len()) {
				return true
			}
			seen[at] = true
		}
	}
	switch v.Kind() {
	case Array:
		return deepEqualElements(v, w, seen)
	case Slice:
		if v.IsNil() != w.IsNil() || v.Len() != w.Len() {
			return false
		}
		return v.pointer("") == w.pointer("") || deepEqualElements(v, w, seen)
	case Interface:
		if v.IsNil() || w.IsNil() {
			return v.IsNil() == w.IsNil()
		}
		return deepEqual(v.Elem(), w.Elem(), seen)
	case Pointer:
		return v.pointer("") == w.pointer("") || deepEqual(v.Elem(), w.Elem(), seen)
	case Struct:
		for i, n := 0, v.NumField(); i < n; i++ {
			if !deepEqual(v.Field(i), w.Field(i), seen) {
				return false
			}
		}
		return true
	case Map:
		return deepEqualMaps(v, w, seen)
	case Func:
		return v.IsNil() && w.IsNil()
	}
	return pack(v) == pack(w)
}

func deepEqualElements(v, w Value, seen map[visit]bool) bool {
	for i, n := 0, v.Len(); i < n; i++ {
		if !deepEqual(v.Index(i), w.Index(i), seen) {
			return false
		}
	}
	return true
}

func deepEqualMaps(v, w Value, seen map[visit]bool) bool {
	if v.IsNil() != w.IsNil() || v.Len() != w.Len() {
		return false
	}
	if v.pointer("") == w.pointer("") {
		return true
	}
	for it := v.MapRange(); it.Next(); {
		x := w.MapIndex(it.Key())
		if !x.IsValid() || !deepEqual(it.Value(), x, seen) {
			return false
		}
	}
	return true
}
