package runtime

import "unsafe"

// ifaceeq compares the values behind two data words of the same type.
func ifaceeq(t *_type, a, b unsafe.Pointer) bool {
	if t.eq == nil {
		panic(errorString("comparing uncomparable type " + t.name))
	}
	x, y := eface{t, a}, eface{t, b}
	return callEq(t.eq, x.value(), y.value())
}

func efaceeq(a, b eface) bool {
	return a.typ == b.typ && (a.typ == nil || ifaceeq(a.typ, a.data, b.data))
}

func ifaceEqual(a, b iface) bool {
	return a.tab == b.tab && (a.tab == nil || ifaceeq(a.tab.typ, a.data, b.data))
}

// findItab gives what an interface value of the table's interface has in its first word for a
// value of type t, or nil if t does not implement the interface.
func findItab(table *itabTable, t *_type) unsafe.Pointer {
	entry := (*itabEntry)(unsafe.Pointer(uintptr(unsafe.Pointer(table)) + unsafe.Sizeof(*table)))
	for n := table.n; n != 0; n-- {
		if entry.typ == t {
			return entry.tab
		}
		entry = (*itabEntry)(add(unsafe.Pointer(entry), unsafe.Sizeof(*entry)))
	}
	return nil
}

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct {
	concrete *_type
	asserted *_type
	iface    string
	missing  string
}

func (*TypeAssertionError) RuntimeError() {}

func (e *TypeAssertionError) Error() string {
	want := e.asserted.name
	if e.concrete == nil {
		return "interface conversion: " + e.iface + " is nil, not " + want
	}
	have := e.concrete.name
	if e.missing != "" {
		return "interface conversion: " + have + " is not " + want + ": missing method " + e.missing
	}
	s := "interface conversion: " + e.iface + " is " + have + ", not " + want
	if have == want {
		why := " (types from different scopes)"
		// Structures without a name differ by the packages of their fields, declared types by the
		// functions that they are declared in.
		if e.concrete.kind == kindStruct && e.concrete.flags&typeNamed == 0 {
			why = " (types from different packages)"
		}
		s += why
	}
	return s
}

// panicTypeAssert reports a failed assertion to a concrete type of a value of interface type iface.
func panicTypeAssert(have, want *_type, iface string) {
	panic(&TypeAssertionError{have, want, iface, ""})
}

// panicTypeAssertMissing reports a failed assertion to an interface type.
func panicTypeAssertMissing(have, want *_type, missing string) {
	panic(&TypeAssertionError{have, want, "interface", missing})
}

// isComparable tells whether the type of a value allows ==. Package errors links to it.
func isComparable(v interface{}) bool {
	t := efaceOf(&v).typ
	return t == nil || t.flags&typeComparable != 0
}

// Answers of assignTo.
const (
	assignNo = iota
	assignYes
	assignNotPointer
	assignInterface
)

// assignTo sets *target to v if target points to a variable of exactly v's type. Package errors
// links to it.
func assignTo(v error, target interface{}) int {
	p := efaceOf(&target)
	if p.typ == nil || p.typ.kind != kindPointer || p.data == nil {
		return assignNotPointer
	}
	if p.typ.flags&typeToInterface != 0 {
		return assignInterface
	}
	t := p.typ.elem
	i := (*iface)(unsafe.Pointer(&v))
	if t == nil || i.tab == nil || i.tab.typ != t {
		return assignNo
	}
	e := eface{t, i.data}
	if incremental {
		overwrite(p.data, t.size)
	}
	memmove(p.data, e.value(), t.size)
	return assignYes
}
