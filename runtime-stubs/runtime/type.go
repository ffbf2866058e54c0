package runtime

import "unsafe"

// What lowering emits for types and interface values: docs/abi.md, "Type descriptors". The layouts
// here are the contract's; nothing may be reordered.

const (
	kindBool = 1 + iota
	kindInt
	kindInt8
	kindInt16
	kindInt32
	kindInt64
	kindUint
	kindUint8
	kindUint16
	kindUint32
	kindUint64
	kindUintptr
	kindFloat32
	kindFloat64
	kindComplex64
	kindComplex128
	kindArray
	kindChan
	kindFunc
	kindInterface
	kindMap
	kindPointer
	kindSlice
	kindString
	kindStruct
	kindUnsafePointer
)

const (
	typeDirect      = 1 // the data word of an interface holds the value
	typeComparable  = 2
	typeNamed       = 4
	typeNoPointers  = 8
	typeToInterface = 16
)

// In a program that reaches neither ifaceeq nor valuehash, eq and hashfn are nil: nothing else may
// look at them.
type _type struct {
	size   uintptr
	hash   uint32
	kind   uint8
	flags  uint8
	align  uint8
	_      uint8
	eq     unsafe.Pointer
	hashfn unsafe.Pointer
	name   string
	elem   *_type
	layout uintptr
}

type eface struct {
	typ  *_type
	data unsafe.Pointer
}

type itab struct {
	typ *_type
}

type iface struct {
	tab  *itab
	data unsafe.Pointer
}

type itabEntry struct {
	typ *_type
	tab unsafe.Pointer
}

// itabTable is followed by n entries.
type itabTable struct {
	n uintptr
}

type slice struct {
	ptr unsafe.Pointer
	len int
	cap int
}

type stringHeader struct {
	ptr unsafe.Pointer
	len int
}

// efaceOf gives the words of an interface value.
func efaceOf(v *interface{}) *eface {
	return (*eface)(unsafe.Pointer(v))
}

// value gives the address of the value in an interface, which is the data word itself for types
// that fit in it.
func (e *eface) value() unsafe.Pointer {
	if e.typ.flags&typeDirect != 0 {
		return unsafe.Pointer(&e.data)
	}
	return e.data
}

// Shorthands for memory. They take byte counts and make no checks.

func add(p unsafe.Pointer, n uintptr) unsafe.Pointer {
	return unsafe.Pointer(uintptr(p) + n)
}

func stringAt(p unsafe.Pointer, n int) string {
	return unsafe.String((*byte)(p), n)
}

func stringPtr(s string) unsafe.Pointer {
	return unsafe.Pointer(unsafe.StringData(s))
}

// bytesAt must not take the address of a variable: the allocator uses it, and without escape
// analysis such a variable would be allocated.
func bytesAt(p unsafe.Pointer, n uintptr) []byte {
	return unsafe.Slice((*byte)(p), n)
}

// memmove copies n bytes; the areas may overlap.
func memmove(dst, src unsafe.Pointer, n uintptr) {
	copy(bytesAt(dst, n), bytesAt(src, n))
}

func memclr(p unsafe.Pointer, n uintptr) {
	clear(bytesAt(p, n))
}
