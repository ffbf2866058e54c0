package reflect

import (
	"iter"
	"unsafe"
)

// Calls. For each function type that reflection may call, the compiler writes, if the program
// reaches their reader:
//
//   - callerOf: a function value func(fn, args, results) that calls the function value fn with
//     arguments and results given by address;
//   - binderOf: the code of a function value {code, method, word} that calls a method with word as
//     its receiver;
//   - makerOf: the code of a function value {code, ...} that collects the addresses of its
//     parameters and results and calls makeFuncCall.
type callFunc func(fn unsafe.Pointer, args, results *unsafe.Pointer)

// bound is the object of a method value.
type bound struct {
	code   unsafe.Pointer
	method unsafe.Pointer
	word   unsafe.Pointer
}

// madeFunc is the object of a function made by MakeFunc.
type madeFunc struct {
	code unsafe.Pointer
	typ  *rtype
	fn   func([]Value) []Value
}

// Call calls the function v.
func (v Value) Call(in []Value) []Value {
	v.is(Func, "Call")
	v.mustBeExported("Call")
	return v.call("Call", in, false)
}

// CallSlice calls the variadic function v, with the slice of further arguments as the last one.
func (v Value) CallSlice(in []Value) []Value {
	v.is(Func, "CallSlice")
	v.mustBeExported("CallSlice")
	return v.call("CallSlice", in, true)
}

func (v Value) call(name string, in []Value, spread bool) []Value {
	if v.flag >= flagMethod {
		v = methodFunc(v)
	}
	fn := v.mapWord()
	if fn == nil {
		panic("reflect.Value.Call: call of nil function")
	}
	f := funcOf(v.typ)
	params := f.params()
	if spread && !f.variadic() {
		panic("reflect: CallSlice of non-variadic function")
	}
	n := len(params)
	if f.variadic() && !spread {
		n--
	}
	if len(in) < n {
		panic("reflect: " + name + " with too few input arguments")
	}
	if len(in) > n && (spread || !f.variadic()) {
		panic("reflect: " + name + " with too many input arguments")
	}
	for _, x := range in {
		if x.Kind() == Invalid {
			panic("reflect: " + name + " using zero Value argument")
		}
		x.mustBeExported(name)
	}
	if f.variadic() && !spread {
		rest := MakeSlice(params[n], len(in)-n, len(in)-n)
		for i, x := range in[n:] {
			if xt := x.Type(); !xt.AssignableTo(elemOf(params[n])) {
				panic("reflect: cannot use " + xt.String() + " as type " + elemOf(params[n]).str + " in " + name)
			}
			rest.Index(i).Set(x)
		}
		in = append(append([]Value(nil), in[:n]...), rest)
	}
	caller := callerOf(f)
	if caller == nil {
		panic("reflect: functions of type " + v.typ.str + " cannot be called: the program does not mention the type")
	}
	args := make([]unsafe.Pointer, len(params)+1)
	for i, x := range in {
		if xt := x.Type(); !xt.AssignableTo(params[i]) {
			panic("reflect: " + name + " using " + xt.String() + " as type " + params[i].str)
		}
		args[i] = onHeap(x.assignTo("reflect.Value.Call", params[i]))
	}
	results := f.results()
	out := make([]Value, len(results))
	places := make([]unsafe.Pointer, len(results)+1)
	for i, t := range results {
		out[i] = made(t, 0)
		places[i] = out[i].ptr
	}
	(*(*callFunc)(unsafe.Pointer(&caller)))(fn, &args[0], &places[0])
	for i := range out {
		out[i] = out[i].settled()
	}
	return out
}

// onHeap gives the address of a copy of the value.
func onHeap(v Value) unsafe.Pointer {
	p := newObject(v.typ)
	memmove(p, v.address(), v.typ.size)
	return p
}

// MakeFunc returns a function of the type that calls fn.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	t := typ.common()
	if t.k() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	code := makerOf(funcOf(t))
	if code == nil {
		panic("reflect: functions of type " + t.str + " cannot be made: the program does not mention the type")
	}
	return Value{t, unsafe.Pointer(&madeFunc{code, t, fn}), 0}
}

// makeFuncCall is called by the code of makerOf.
func makeFuncCall(m *madeFunc, args, results *unsafe.Pointer) {
	f := funcOf(m.typ)
	in := make([]Value, len(f.params()))
	for i, p := range unsafe.Slice(args, len(in)) {
		in[i] = kept(f.params()[i], p, 0)
	}
	out := m.fn(in)
	if len(out) != len(f.results()) {
		panic("reflect: wrong return count from function created by MakeFunc")
	}
	for i, p := range unsafe.Slice(results, len(out)) {
		v, t := out[i], f.results()[i]
		if v.typ == nil {
			panic("reflect: function created by MakeFunc using closure returned zero Value")
		}
		if v.flag&flagReadOnly != 0 {
			panic("reflect: function created by MakeFunc using closure returned value obtained from unexported field")
		}
		v = v.assignTo("reflect.MakeFunc", t)
		overwrite(p, t.size)
		memmove(p, v.address(), t.size)
	}
}

// Methods

// NumMethod returns the number of methods of an interface, of exported ones of another type.
func (t *rtype) NumMethod() int {
	if t.k() == Interface {
		return ifaceOf(t).count
	}
	if u := uncommonOf(t); u != nil {
		return u.count
	}
	return 0
}

// Method returns a method by its place in the sorted order.
func (t *rtype) Method(i int) Method {
	if uint(i) >= uint(t.NumMethod()) {
		panic("reflect: Method index out of range")
	}
	if t.k() == Interface {
		info := ifaceOf(t)
		m := &info.methods()[i]
		r := Method{Name: nameText(m.name), Type: methodTypeOf(m), Index: i}
		if *m.name&nameExported == 0 {
			r.PkgPath = info.pkgPath
		}
		return r
	}
	m := &methodsOf(uncommonOf(t))[i]
	f := funcOf(m.typ)
	in := []Type{t}
	for _, p := range f.params() {
		in = append(in, p)
	}
	var out []Type
	for _, p := range f.results() {
		out = append(out, p)
	}
	ft := FuncOf(in, out, f.variadic())
	fn := methodExpr(t, i, ft)
	return Method{Name: nameText(m.name), Type: ft, Func: fn, Index: i}
}

// methodExpr makes the function of a method that takes the receiver first.
func methodExpr(t *rtype, i int, ft Type) Value {
	call := func(args []Value) []Value {
		m := args[0].Method(i)
		if ft.IsVariadic() {
			return m.CallSlice(args[1:])
		}
		return m.Call(args[1:])
	}
	return Value{ft.common(), unsafe.Pointer(&madeFunc{makerOf(funcOf(ft.common())), ft.common(), call}), 0}
}

// Methods ranges over the methods.
func (t *rtype) Methods() iter.Seq[Method] {
	return func(yield func(Method) bool) {
		for i := range t.NumMethod() {
			if !yield(t.Method(i)) {
				return
			}
		}
	}
}

// MethodByName returns the method with that name.
func (t *rtype) MethodByName(name string) (Method, bool) {
	if i := t.methodIndex(name); i >= 0 {
		return t.Method(i), true
	}
	return Method{}, false
}

// methodIndex gives the place of a method; -1 if there is none.
func (t *rtype) methodIndex(name string) int {
	if t.k() == Interface {
		for i := range ifaceOf(t).methods() {
			if nameText(ifaceOf(t).methods()[i].name) == name {
				return i
			}
		}
		return -1
	}
	if u := uncommonOf(t); u != nil {
		for i := range methodsOf(u) {
			if nameText(methodsOf(u)[i].name) == name {
				return i
			}
		}
	}
	return -1
}

// NumMethod returns the number of methods of v.
func (v Value) NumMethod() int {
	if v.typ == nil {
		wrongKind("NumMethod", Invalid)
	}
	if v.flag >= flagMethod {
		return 0
	}
	return v.typ.NumMethod()
}

// Method returns a method of v as a function without the receiver.
func (v Value) Method(i int) Value {
	if v.typ == nil {
		wrongKind("Method", Invalid)
	}
	if v.flag >= flagMethod || uint(i) >= uint(v.typ.NumMethod()) {
		panic("reflect: Method index out of range")
	}
	if v.typ.k() == Interface && v.IsNil() {
		panic("reflect: Method on nil interface value")
	}
	if v.typ.k() == Interface {
		// An unexported method can be called by nobody.
		if m := &ifaceOf(v.typ).methods()[i]; *m.name&nameExported == 0 {
			v.flag |= flagField
		}
	}
	methodKind, methodFunc = Func, bindMethod
	v.flag |= flag(i+1) << methodShift
	return v
}

// Methods ranges over the methods of v.
func (v Value) Methods() iter.Seq2[Method, Value] {
	return func(yield func(Method, Value) bool) {
		for i := range v.NumMethod() {
			if !yield(v.typ.Method(i), v.Method(i)) {
				return
			}
		}
	}
}

// Fields ranges over the fields of the struct v.
func (v Value) Fields() iter.Seq2[StructField, Value] {
	v.is(Struct, "Fields")
	return func(yield func(StructField, Value) bool) {
		for i := range v.NumField() {
			if !yield(v.typ.Field(i), v.Field(i)) {
				return
			}
		}
	}
}

// MethodByName returns the method of v with that name, or the zero Value.
func (v Value) MethodByName(name string) Value {
	if v.typ == nil {
		wrongKind("MethodByName", Invalid)
	}
	if v.flag >= flagMethod {
		return Value{}
	}
	if i := v.typ.methodIndex(name); i >= 0 {
		return v.Method(i)
	}
	return Value{}
}

// method gives the type and the code of the method that v selects.
func (v *Value) method() (*rtype, unsafe.Pointer, unsafe.Pointer) {
	i := int(v.flag>>methodShift) - 1
	recv := Value{v.typ, v.ptr, v.flag & (flagMethod - 1)}
	if v.typ.k() == Interface {
		m := &ifaceOf(v.typ).methods()[i]
		p := (*iface)(recv.address())
		code := *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(p.tab), m.slot*unsafe.Sizeof(p)))
		return methodTypeOf(m), code, p.data
	}
	m := &methodsOf(uncommonOf(v.typ))[i]
	return m.typ, m.code, recv.data()
}

// bindMethod makes a function value of a selected method.
func bindMethod(v Value) Value {
	t, code, word := v.method()
	b := &bound{binderOf(funcOf(t)), code, word}
	return Value{t, unsafe.Pointer(b), v.flag & flagReadOnly}
}
