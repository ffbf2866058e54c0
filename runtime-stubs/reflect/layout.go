// Package reflect lets a program look at types and values at run time.
//
// It reads the type descriptors that the compiler emits: docs/abi.md, "Type descriptors" and "What
// reflection reads". The compiler keeps each part of that data only in programs that reach the
// function here that reads it: structOf, funcOf, mapOf, ifaceOf, methodTypeOf, arrayOf, chanOf, uncommonOf,
// methodsOf, elemOf, ptrOf, itabsOf, allTypes, callerOf, binderOf, makerOf. All access goes through
// these functions, and what is behind them is written to be reached only where it is needed.
package reflect

import "unsafe"

// rtype is a type descriptor. It begins as runtime._type does.
type rtype struct {
	size   uintptr
	hash   uint32
	kind   uint8
	flags  uint8
	align  uint8
	_      uint8
	eq     unsafe.Pointer
	hashfn unsafe.Pointer
	str    string
	elem   *rtype
	layout uintptr // where the pointers are: docs/abi.md, Layouts
	ptr    *rtype  // the pointer type to this type, if the program has it
	info   unsafe.Pointer
	extra  *uncommon
}

// Bits of rtype.flags.
const (
	isDirect     = 1 // the data word of an interface holds the value
	isComparable = 2
	isNamed      = 4
	hasNoPointer = 8
	toInterface  = 16
)

// uncommon belongs to types with a name or with methods.
type uncommon struct {
	pkgPath string
	count   int // of exported methods
	methods *[0]methodInfo
}

type methodInfo struct {
	name *byte
	typ  *rtype         // without the receiver
	code unsafe.Pointer // takes the data word first; nil if it was not kept
}

type structInfo struct {
	pkgPath string // of the unexported fields
	count   int
	// fields follow
}

type fieldInfo struct {
	name   *byte
	typ    *rtype
	offset uintptr
}

type funcInfo struct {
	in  uint16
	out uint16 // the highest bit: variadic
	// Code of this signature, see call.go.
	call unsafe.Pointer
	bind unsafe.Pointer
	make unsafe.Pointer
	// types of parameters and results follow
}

type ifaceInfo struct {
	pkgPath string // of the unexported methods
	itabs   *itabTable
	count   int
	// methods follow
}

type ifaceMethod struct {
	name *byte
	typ  *rtype
	slot uintptr // index of the method's code in an itab
}

type itabTable struct {
	count int
	// entries follow
}

type itabEntry struct {
	typ *rtype
	tab *itab
}

type itab struct {
	typ *rtype
	// code of the methods follows
}

type mapInfo struct {
	key *rtype
	// The constant that package runtime works with, runtime.mapType.
	table unsafe.Pointer
}

type arrayInfo struct {
	len   uintptr
	slice *rtype
}

type chanInfo struct {
	dir ChanDir
}

// typeList has every descriptor of the program.
type typeList struct {
	count int
	// types follow
}

// programTypes is set by the compiler.
var programTypes *typeList

type eface struct {
	typ  *rtype
	data unsafe.Pointer
}

type iface struct {
	tab  *itab
	data unsafe.Pointer
}

type sliceHeader struct {
	ptr unsafe.Pointer
	len int
	cap int
}

type stringHeader struct {
	ptr unsafe.Pointer
	len int
}

// The readers. The compiler knows their names.

func elemOf(t *rtype) *rtype             { return t.elem }
func ptrOf(t *rtype) *rtype              { return t.ptr }
func structOf(t *rtype) *structInfo      { return (*structInfo)(t.info) }
func funcOf(t *rtype) *funcInfo          { return (*funcInfo)(t.info) }
func mapOf(t *rtype) *mapInfo            { return (*mapInfo)(t.info) }
func ifaceOf(t *rtype) *ifaceInfo        { return (*ifaceInfo)(t.info) }
func methodTypeOf(m *ifaceMethod) *rtype { return m.typ }
func arrayOf(t *rtype) *arrayInfo        { return (*arrayInfo)(t.info) }
func chanOf(t *rtype) *chanInfo          { return (*chanInfo)(t.info) }
func uncommonOf(t *rtype) *uncommon      { return t.extra }
func methodsOf(u *uncommon) []methodInfo {
	return unsafe.Slice((*methodInfo)(unsafe.Pointer(u.methods)), u.count)
}
func itabsOf(i *ifaceInfo) *itabTable     { return i.itabs }
func callerOf(f *funcInfo) unsafe.Pointer { return f.call }
func binderOf(f *funcInfo) unsafe.Pointer { return f.bind }
func makerOf(f *funcInfo) unsafe.Pointer  { return f.make }

func allTypes() []*rtype {
	first := unsafe.Add(unsafe.Pointer(programTypes), unsafe.Sizeof(typeList{}))
	return unsafe.Slice((**rtype)(first), programTypes.count)
}

func (s *structInfo) fields() []fieldInfo {
	return unsafe.Slice((*fieldInfo)(unsafe.Add(unsafe.Pointer(s), unsafe.Sizeof(*s))), s.count)
}

func (f *funcInfo) params() []*rtype {
	return unsafe.Slice((**rtype)(unsafe.Add(unsafe.Pointer(f), unsafe.Sizeof(*f))), int(f.in))
}

func (f *funcInfo) results() []*rtype {
	first := unsafe.Add(unsafe.Pointer(f), unsafe.Sizeof(*f)+uintptr(f.in)*unsafe.Sizeof(f))
	return unsafe.Slice((**rtype)(first), int(f.out&^variadicBit))
}

const variadicBit = 1 << 15

func (f *funcInfo) variadic() bool {
	return f.out&variadicBit != 0
}

func (i *ifaceInfo) methods() []ifaceMethod {
	return unsafe.Slice((*ifaceMethod)(unsafe.Add(unsafe.Pointer(i), unsafe.Sizeof(*i))), i.count)
}

func (t *itabTable) entries() []itabEntry {
	return unsafe.Slice((*itabEntry)(unsafe.Add(unsafe.Pointer(t), unsafe.Sizeof(*t))), t.count)
}

// A name is a byte of flags, its length, its bytes, and then, if it has a tag, the tag's length and
// bytes. A length takes two bytes, the low one first.

const (
	nameExported = 1
	nameEmbedded = 2
	nameTagged   = 4
)

func nameText(p *byte) string {
	return lengthAndText(unsafe.Add(unsafe.Pointer(p), 1))
}

func lengthAndText(p unsafe.Pointer) string {
	n := int(*(*byte)(p)) | int(*(*byte)(unsafe.Add(p, 1)))<<8
	return unsafe.String((*byte)(unsafe.Add(p, 2)), n)
}

func nameTag(p *byte) string {
	if *p&nameTagged == 0 {
		return ""
	}
	return lengthAndText(unsafe.Add(unsafe.Pointer(p), 3+len(nameText(p))))
}

// From package runtime.

//go:linkname memmove runtime.memmove
func memmove(dst, src unsafe.Pointer, n uintptr)

// overwrite must be called before pointers are overwritten by memmove or memclr.
//
//go:linkname overwrite runtime.overwrite
func overwrite(p unsafe.Pointer, n uintptr)

//go:linkname memclr runtime.memclr
func memclr(p unsafe.Pointer, n uintptr)

//go:linkname alloc runtime.alloc
func alloc(size, layout uintptr) unsafe.Pointer

// newObject makes a zero value of the type.
func newObject(t *rtype) unsafe.Pointer {
	return alloc(t.size, t.layout)
}

// newArray makes n zero values in a row.
func newArray(t *rtype, n int) unsafe.Pointer {
	if n < 0 || t.size != 0 && uintptr(n) > ^uintptr(0)/2/t.size {
		panic("reflect: array size would exceed virtual address space")
	}
	return alloc(t.size*uintptr(n), t.layout)
}
