package reflect

// A Kind is the specific kind of a type.
type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

// Ptr is the old name for the Pointer kind.
const Ptr = Pointer

// All names in one string, each ending where the next begins.
const kindNames = "invalidboolintint8int16int32int64uintuint8uint16uint32uint64uintptrfloat32float64" +
	"complex64complex128arraychanfuncinterfacemapptrslicestringstructunsafe.Pointer"

const kindEnds = "\x07\x0b\x0e\x12\x17\x1c\x21\x25\x2a\x30\x36\x3c\x43\x4a\x51\x5a\x64\x69\x6d\x71\x7a\x7d\x80\x85\x8b\x91\x9f"

// String returns the name of k.
func (k Kind) String() string {
	if k > UnsafePointer {
		return "kind" + decimal(int(k))
	}
	start := byte(0)
	if k > 0 {
		start = kindEnds[k-1]
	}
	return kindNames[start:kindEnds[k]]
}

// ChanDir is a channel type's direction.
type ChanDir int

const (
	RecvDir ChanDir = 1 << iota
	SendDir
	BothDir = RecvDir | SendDir
)

// String returns how the direction is written.
func (d ChanDir) String() string {
	switch d {
	case SendDir:
		return "chan<-"
	case RecvDir:
		return "<-chan"
	case BothDir:
		return "chan"
	}
	return "ChanDir" + decimal(int(d))
}
