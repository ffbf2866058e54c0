package main

//go:noinline
func div(a, b int) int { return a / b }

//go:noinline
func rem8(a, b int8) (int8, int8) { return a / b, a % b }

//go:noinline
func div64(a, b int64) (int64, int64) { return a / b, a % b }

//go:noinline
func udiv(a, b uint32) (uint32, uint32) { return a / b, a % b }

//go:noinline
func shl(a int32, n uint) (int32, int32) { return a << n, a >> n }

//go:noinline
func shu(a uint8, n int64) (uint8, uint8) { return a << n, a >> n }

//go:noinline
func sh64(a int64, n uint8) (int64, int64) { return a << n, a >> n }

func try(f func()) {
	defer func() {
		if e, ok := recover().(error); ok {
			println(e.Error())
		}
	}()
	f()
}

type T struct{ a, b int8 }

//go:noinline
func f2i(f float64) (int8, int16, int32, int64) { return int8(f), int16(f), int32(f), int64(f) }

//go:noinline
func f2u(f float32) (uint8, uint16, uint32, uint64) {
	return uint8(f), uint16(f), uint32(f), uint64(f)
}

func main() {
	println(div(-7, 2), div(-1<<31, -1), -7%3)
	println(rem8(-128, -1))
	println(rem8(-7, 2))
	println(div64(-1<<63, -1))
	println(div64(-7, 2))
	println(udiv(4000000000, 7))
	for _, n := range []uint{0, 1, 31, 32, 33, 1 << 31} {
		println(shl(-5, n))
	}
	for _, n := range []int64{0, 7, 8, 1 << 40} {
		println(shu(0xff, n))
	}
	println(sh64(-3, 63))
	println(sh64(-3, 64))
	println(sh64(-3, 255))
	try(func() { println(div(1, 0)) })
	try(func() { println(shu(1, -1)) })
	try(func() { println(div64(1, 0)) })
	var x uint8 = 250
	x += 10
	println(x)
	x -= 20
	println(x, ^x, -x)
	var i8 int8 = 127
	i8++
	println(i8, -i8)
	var u32 uint32 = 1 << 31
	println(u32*2, u32+u32, uint64(u32)*4)
	a, b := 0x0f0f, 0x00ff
	println(a&b, a|b, a^b, a&^b)
	println(f2i(-3.9))
	println(f2i(100.5))
	println(f2u(200.7))
	println(int32(int8(-1)), uint32(int8(-1)&0x7f), int64(uint32(0xffffffff)), uint16(0xabcd)>>4)
	c := complex(1, 2)
	d := complex(3, -4)
	println(c+d, c-d, c*d, c/d, -c, c == d, c == complex(1, 2))
	var z complex128
	println(c / z)
	c64 := complex64(c)
	c64 *= 2i
	println(real(c64), imag(c64))
	f := 0.1
	g := float32(f)
	println(f+0.2, g*3, float64(g))
	nan := f - f
	nan = nan / nan
	println(nan == nan, nan != nan, nan < 1, min(1, nan) != min(1, nan))
	println(min(3, 1, 2), max(3, 1, 2), min("b", "a"), max(2.5, f), min(-0.0, f))
	println(min(a, b, 7), max(uint8(3), x))
	var negz = -1.0
	negz *= 0
	println(1/min(0, negz), 1/max(negz, 0))
	t := T{1, 2}
	t.a <<= 3
	t.b ^= 7
	println(t.a, t.b)
	var s uint = 3
	println(1<<s, int64(1.0)<<s == 8)
	var w int64 = 1 << s
	println(w)
	println(uint64(1)<<63, int64(-1)>>1, 07, 0b11, 1_000)
	var up uintptr = 5
	println(up-6 > 0)
}
