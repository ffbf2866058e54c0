package reflect

import "iter"

// Seq ranges over v as a loop with one variable does.
func (v Value) Seq() iter.Seq[Value] {
	if v.Kind() == Func && v.Type().CanSeq() {
		return func(yield func(Value) bool) {
			y := MakeFunc(v.Type().In(0), func(in []Value) []Value {
				return []Value{ValueOf(yield(in[0]))}
			})
			v.Call([]Value{y})
		}
	}
	switch v.Kind() {
	case Int, Int8, Int16, Int32, Int64:
		return func(yield func(Value) bool) {
			for i := int64(0); i < v.Int() && yield(number(v.typ, uint64(i))); i++ {
			}
		}
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		return func(yield func(Value) bool) {
			for i := uint64(0); i < v.Uint() && yield(number(v.typ, i)); i++ {
			}
		}
	case Pointer:
		if elemOf(v.typ).k() == Array {
			return indices(arrayLen(v))
		}
	case Array, Slice:
		return indices(v.Len())
	case String:
		return func(yield func(Value) bool) {
			for i := range v.String() {
				if !yield(ValueOf(i)) {
					return
				}
			}
		}
	case Map:
		return func(yield func(Value) bool) {
			for it := v.MapRange(); it.Next() && yield(it.Key()); {
			}
		}
	case Chan:
		return func(yield func(Value) bool) {
			for x, ok := v.Recv(); ok && yield(x); x, ok = v.Recv() {
			}
		}
	}
	panic("reflect: " + v.Type().String() + " cannot produce iter.Seq[Value]")
}

func arrayLen(v Value) int {
	return int(arrayOf(elemOf(v.typ)).len)
}

// number makes a value of an integer type.
func number(t *rtype, x uint64) Value {
	r := made(t, 0)
	r.setBits(x)
	return r.settled()
}

func indices(n int) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for i := range n {
			if !yield(ValueOf(i)) {
				return
			}
		}
	}
}

// Seq2 ranges over v as a loop with two variables does.
func (v Value) Seq2() iter.Seq2[Value, Value] {
	if v.Kind() == Func && v.Type().CanSeq2() {
		return func(yield func(Value, Value) bool) {
			y := MakeFunc(v.Type().In(0), func(in []Value) []Value {
				return []Value{ValueOf(yield(in[0], in[1]))}
			})
			v.Call([]Value{y})
		}
	}
	switch v.Kind() {
	case Pointer:
		if elemOf(v.typ).k() == Array {
			return elements(v.Elem())
		}
	case Array, Slice:
		return elements(v)
	case String:
		return func(yield func(Value, Value) bool) {
			for i, r := range v.String() {
				if !yield(ValueOf(i), ValueOf(r)) {
					return
				}
			}
		}
	case Map:
		return func(yield func(Value, Value) bool) {
			for it := v.MapRange(); it.Next() && yield(it.Key(), it.Value()); {
			}
		}
	}
	panic("reflect: " + v.Type().String() + " cannot produce iter.Seq2[Value, Value]")
}

func elements(v Value) iter.Seq2[Value, Value] {
	return func(yield func(Value, Value) bool) {
		for i, n := 0, v.Len(); i < n; i++ {
			if !yield(ValueOf(i), v.Index(i)) {
				return
			}
		}
	}
}
