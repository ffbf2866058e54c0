package reflect

// What the SDK's tests of reflect see of its inside. What is about gc's ways of passing arguments
// and of describing memory to its collector is not there: the tests of it are left out.

const notHere = "reflect: this is about gc's inside"

// MakeRO gives v as if got from an unexported field.
func MakeRO(v Value) Value {
	v.flag |= flagField
	return v
}

// IsRO tells whether v was got from an unexported field.
func IsRO(v Value) bool { return v.flag&flagReadOnly != 0 }

// CallGC would collect in the middle of calls; here tests do it from outside.
var CallGC = new(bool)

func FuncLayout(t, rcvr Type) (frame Type, argSize, retOffset uintptr, stack, gc, inReg, outReg []byte, ptrs bool) {
	panic(notHere)
}

func TypeLinks() []string { panic(notHere) }

func GCBits(any) []byte { panic(notHere) }

func FirstMethodNameBytes(t Type) *byte { panic(notHere) }

func ResolveReflectName(s string) {}

func SetArgRegs(ints, floats int, floatSize uintptr) (int, int, uintptr) { return 0, 0, 0 }

func MethodValueCallCodePtr() uintptr { panic(notHere) }

func InternalIsZero(b []byte) bool { panic(notHere) }

func IsRegularMemory(t Type) bool { panic(notHere) }

func MapGroupOf(x, y Type) Type { panic(notHere) }

// EmbedWithUnexpMeth has a method that is not exported.
type EmbedWithUnexpMeth struct{}

func (EmbedWithUnexpMeth) f() {}

// OtherPkgFields is embedded by tests in another package.
type OtherPkgFields struct {
	OtherExported   int
	otherUnexported int
}

// IsExported tells whether a type's name is.
func IsExported(t Type) bool {
	name := t.Name()
	return name != "" && name[0] >= 'A' && name[0] <= 'Z'
}

// Buffer has the shape of a buffer whose field is not exported.
type Buffer struct {
	buf []byte
}
