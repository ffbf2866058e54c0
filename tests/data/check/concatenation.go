package p

const table = "" + // Size: 12 bytes
	"\x00\x01\x02\x03" +
	"\x04\x05\x06\x07" +
	"abcd"

const _ = uint8(len(table) - 12)
const _ = uint8(len(table) - 13) // ERROR "constant -1 overflows uint8"

type S string

const (
	s S = "a" + "b" + "c"
	t   = s + "d" + "e"
	_   = "a" + "b" + 1 // ERROR "invalid operation: \"a\" + \"b\" + 1 (mismatched types untyped string and untyped int)"
	_   = "a" + "b" < "ac"
)

var _ int = "a" + "b" + "c" // ERROR "cannot use \"a\" + \"b\" + \"c\" (untyped string constant \"abc\") as int value in variable declaration"

func f(x string) {
	_ = "a" + "b" + x + "c" + "d"
	_ = x + "a" + "b" + 1 // ERROR "invalid operation: x + \"a\" + \"b\" + 1 (mismatched types string and untyped int)"
	var _ S = t + "x"
	var _ S = x + "x" // ERROR "cannot use x + \"x\" (value of type string) as S value in variable declaration"
}
