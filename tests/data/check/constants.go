package p

const (
	big   = 1 << 200
	small = big >> 198
	third = 1.0 / 3
	huge  = 1e1000
	z     = 2i * 2i
)

var (
	_ int8    = 127
	_ int8    = 128 // ERROR "cannot use 128 (untyped int constant) as int8 value in variable declaration (overflows)"
	_ uint8   = -1 // ERROR "cannot use -1 (untyped int constant) as uint8 value in variable declaration (overflows)"
	_ uint    = 1 << 32 // ERROR "cannot use 1 << 32 (untyped int constant 4294967296) as uint value in variable declaration (overflows)"
	_ int     = small
	_ int     = big // ERROR "cannot use big (untyped int constant 1606938044258990275541962092341162602522202993782792835301376) as int value in variable declaration (overflows)"
	_ int     = 1.0
	_ int     = 1.5 // ERROR "cannot use 1.5 (untyped float constant) as int value in variable declaration (truncated)"
	_ float32 = 1e39 // ERROR "cannot use 1e39 (untyped float constant 1e+39) as float32 value in variable declaration (overflows)"
	_ float32 = huge / huge
	_ int     = z
	_ int     = 2i // ERROR "cannot use 2i (untyped complex constant (0 + 2i)) as int value in variable declaration (truncated)"
	_ string  = 65 // ERROR "cannot use 65 (untyped int constant) as string value in variable declaration"
	_ string  = string(rune(65))
	_ bool    = 1 < 2
	_ bool    = 1 // ERROR "cannot use 1 (untyped int constant) as bool value in variable declaration"
	_ rune    = 'a' + 1.0
	_ byte    = 'ä' + 100 // ERROR "cannot use 'ä' + 100 (untyped rune constant 328) as byte value in variable declaration (overflows)"
)

const (
	c0 = big * big * big // ERROR "constant multiplication overflow"
	c1 = 1 / 0 // ERROR "invalid operation: division by zero"
	c2 = 1.0 / 0 // ERROR "invalid operation: division by zero"
	c3 = 5 % 0 // ERROR "invalid operation: division by zero"
	c4 = -5 % 3
	c5 = 5.0 % 3 // ERROR "invalid operation: operator % not defined on 5.0 (untyped float constant 5)"
	c6 = ^0
	c7 = ^uint8(5)
	c8 = -uint8(5) // ERROR "-uint8(5) (constant -5 of type uint8) overflows uint8"
	c9 = !true
	d0 = !1 // ERROR "invalid operation: operator ! not defined on 1 (untyped int constant)"
	d1 = "a" + "b"
	d2 = "a" - "b" // ERROR "invalid operation: operator - not defined on \"a\" (untyped string constant)"
	d3 = "a" < "b"
	d4 = 1 << -1 // ERROR "invalid operation: negative shift count -1 (untyped int constant)"
	d5 = 1 << 10000 // ERROR "invalid operation: invalid shift count 10000 (untyped int constant)"
	d6 = 1.5 << 2 // ERROR "invalid operation: shifted operand 1.5 (untyped float constant) must be integer"
	d7 = 2.0 << 2
	d8 = len("hello")
	d9 = uint8(300) // ERROR "constant 300 overflows uint8"
	e0 = uint8(255) + 1 // ERROR "uint8(255) + 1 (constant 256 of type uint8) overflows uint8"
	e1 = int32(1) << 31 // ERROR "int32(1) << 31 (constant 2147483648 of type int32) overflows int32"
	e2 = 1 &^ "a" // ERROR "invalid operation: 1 &^ \"a\" (mismatched types untyped int and untyped string)"
	e3 = true && 1 // ERROR "invalid operation: true && 1 (mismatched types untyped bool and untyped int)"
	e4 = nil // ERROR "nil is not constant"
	e5 = f() // ERROR "f() (value of type int) is not constant"
)

const (
	i0 int8 = 64 << iota
	i1 // ERROR "cannot use 64 << iota (untyped int constant 128) as int8 value in constant declaration (overflows)"
	i2 // ERROR "cannot use 64 << iota (untyped int constant 256) as int8 value in constant declaration (overflows)"
)

type T uint16

const (
	t0 T = 1 << 15
	t1   = t0 << 1 // ERROR "t0 << 1 (constant 65536 of uint16 type T) overflows uint16"
	t2   = t0 + 1.5 // ERROR "1.5 (untyped float constant) truncated to uint16"
	t3   = t0 + 70000 // ERROR "70000 (untyped int constant) overflows uint16"
)

func f() int { return 1 }

var _ = [c6 + 3]int{1, 2}
var _ [c4]int // ERROR "invalid array length c4 (untyped int constant -2)"
