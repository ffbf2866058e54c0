package builtins

import (
	"math"
	"math/bits"
	"math/rand"
	"testing"
)

// Every function is compared with the host's processor, bit by bit (any NaN with any NaN): on all
// pairs of special values, and on random ones of several distributions.

const rounds = 1500000

var special64 = []uint64{0, 1, 2, 3, mant64, hidden64, hidden64 + 1, bias64 << 52, bias64<<52 + 1, bias64<<52 - 1, 0x4000000000000000,
	0x7fe << 52, inf64 - 1, inf64, inf64 + 1, nan64, 1<<63 - 1, 0x3ca << 52, 0x3cb << 52, 0x3cc<<52 + 1, 0x434 << 52, 0x433<<52 + 1,
	0x41dfffffffc00000, 0x41e0000000000000, 0x41efffffffe00000, 0x43e0000000000000, 0x43f0000000000000, 0x43dfffffffffffff,
	0x3690000000000000, 0x3690000000000001, 0x36a0000000000000, 0x380fffffffffffff, 0x3810000000000000, 0x47efffffe0000000, 0x47effffff0000000,
	0x47efffffefffffff, 0x47f0000000000000, 0x3fe0000000000000, 0x3fdfffffffffffff, 0x3ff8000000000000, 0x4004000000000000}

var special32 = []uint32{0, 1, 2, 3, mant32, hidden32, hidden32 + 1, bias32 << 23, bias32<<23 + 1, bias32<<23 - 1, 0x40000000, 0xfe << 23,
	inf32 - 1, inf32, inf32 + 1, nan32, 1<<31 - 1, 0x33800000, 0x34000000, 0x34800001, 0x4b800000, 0x4b000001, 0x4effffff, 0x4f000000,
	0x4f7fffff, 0x4f800000, 0x5effffff, 0x5f000000, 0x5f7fffff, 0x5f800000, 0x3f000000, 0x3effffff, 0x3fc00000}

// random64 makes patterns whose exponents, runs of bits and distances matter.
func random64(r *rand.Rand) uint64 {
	v := r.Uint64()
	switch r.Intn(6) {
	case 0:
		return special64[r.Intn(len(special64))] ^ v&sign64
	case 1:
		return v&^(0x7ff<<52) | uint64(1023-60+r.Intn(120))<<52
	case 2:
		return v&^(mant64) | mant64<<uint(r.Intn(53))&mant64
	case 3:
		return v & (sign64 | mant64)
	case 4:
		return math.Float64bits(float64(int64(v) >> uint(r.Intn(64))))
	}
	return v
}

func random32(r *rand.Rand) uint32 {
	v := r.Uint32()
	switch r.Intn(6) {
	case 0:
		return special32[r.Intn(len(special32))] ^ v&sign32
	case 1:
		return v&^(0xff<<23) | uint32(127-30+r.Intn(60))<<23
	case 2:
		return v&^(mant32) | mant32<<uint(r.Intn(24))&mant32
	case 3:
		return v & (sign32 | mant32)
	case 4:
		return math.Float32bits(float32(int32(v) >> uint(r.Intn(32))))
	}
	return v
}

func same64(a, b uint64) bool {
	return a == b || a&^sign64 > inf64 && b&^sign64 > inf64
}

func same32(a, b uint32) bool {
	return a == b || a&^sign32 > inf32 && b&^sign32 > inf32
}

func order(less, equal, greater bool) int32 {
	switch {
	case less:
		return -1
	case equal:
		return 0
	case greater:
		return 1
	}
	return unordered
}

func pair64(t *testing.T, a, b uint64) {
	x, y := math.Float64frombits(a), math.Float64frombits(b)
	for _, c := range []struct {
		name      string
		got, want uint64
	}{
		{"+", add64(a, b), math.Float64bits(x + y)},
		{"-", add64(a, b^sign64), math.Float64bits(x - y)},
		{"*", mul64(a, b), math.Float64bits(x * y)},
		{"/", div64(a, b), math.Float64bits(x / y)},
	} {
		if !same64(c.got, c.want) {
			t.Fatalf("%x %s %x: got %x, want %x", a, c.name, b, c.got, c.want)
		}
	}
	if got, want := compare64(a, b), order(x < y, x == y, x > y); got != want {
		t.Fatalf("compare %x, %x: got %d, want %d", a, b, got, want)
	}
}

func pair32(t *testing.T, a, b uint32) {
	x, y := math.Float32frombits(a), math.Float32frombits(b)
	for _, c := range []struct {
		name      string
		got, want uint32
	}{
		{"+", add32(a, b), math.Float32bits(x + y)},
		{"-", add32(a, b^sign32), math.Float32bits(x - y)},
		{"*", mul32(a, b), math.Float32bits(x * y)},
		{"/", div32(a, b), math.Float32bits(x / y)},
	} {
		if !same32(c.got, c.want) {
			t.Fatalf("%x %s %x: got %x, want %x", a, c.name, b, c.got, c.want)
		}
	}
	if got, want := compare32(a, b), order(x < y, x == y, x > y); got != want {
		t.Fatalf("compare %x, %x: got %d, want %d", a, b, got, want)
	}
}

func TestPairs(t *testing.T) {
	for _, a := range special64 {
		for _, b := range special64 {
			for signs := uint64(0); signs < 4; signs++ {
				pair64(t, a|signs<<63, b|signs>>1<<63)
			}
		}
	}
	for _, a := range special32 {
		for _, b := range special32 {
			for signs := uint32(0); signs < 4; signs++ {
				pair32(t, a|signs<<31, b|signs>>1<<31)
			}
		}
	}
	r := rand.New(rand.NewSource(1))
	for i := 0; i < rounds; i++ {
		a := random64(r)
		b := random64(r)
		if r.Intn(4) == 0 {
			b = a ^ sign64 + uint64(r.Intn(5)) - 2
		}
		pair64(t, a, b)
		pair32(t, random32(r), random32(r))
	}
}

// clamp64 is what a conversion to an integer gives: the host's result where there is one.
func clamp64(x float64, low, high float64, cast func(float64) uint64, lowest, highest uint64) uint64 {
	switch {
	case x != x:
		return 0
	case x <= low:
		return lowest
	case x >= high:
		return highest
	}
	return cast(x)
}

func convert(t *testing.T, v uint64) {
	x := math.Float64frombits(v)
	for _, c := range []struct {
		name      string
		got, want uint64
	}{
		{"int32", uint64(uint32(toInt32(v))), clamp64(x, -1<<31, 1<<31, func(x float64) uint64 { return uint64(uint32(int32(x))) }, 1<<31, 1<<31-1)},
		{"uint32", uint64(toUint32(v)), clamp64(x, 0, 1<<32, func(x float64) uint64 { return uint64(uint32(uint64(x))) }, 0, 1<<32-1)},
		{"int64", uint64(toInt64(v)), clamp64(x, -1<<63, 1<<63, func(x float64) uint64 { return uint64(int64(x)) }, 1<<63, 1<<63-1)},
		{"uint64", toUint64(v), clamp64(x, 0, 1<<64, func(x float64) uint64 { return uint64(x) }, 0, 1<<64-1)},
	} {
		if c.got != c.want {
			t.Fatalf("%s(%x): got %x, want %x", c.name, v, c.got, c.want)
		}
	}
	if got, want := truncate(v), math.Float32bits(float32(x)); !same32(got, want) {
		t.Fatalf("float32(%x): got %x, want %x", v, got, want)
	}
}

func integers(t *testing.T, v uint64) {
	for _, c := range []struct {
		name      string
		got, want uint64
	}{
		{"float64 of uint64", fromUint64(v), math.Float64bits(float64(v))},
		{"float64 of int64", fromInt64(int64(v)), math.Float64bits(float64(int64(v)))},
		{"float64 of uint32", fromUint32(uint32(v)), math.Float64bits(float64(uint32(v)))},
		{"float64 of int32", fromInt32(int32(v)), math.Float64bits(float64(int32(v)))},
		{"float32 of uint64", uint64(narrowUint64(v)), uint64(math.Float32bits(float32(v)))},
		{"float32 of int64", uint64(narrowInt64(int64(v))), uint64(math.Float32bits(float32(int64(v))))},
		{"float32 of uint32", uint64(narrowUint32(uint32(v))), uint64(math.Float32bits(float32(uint32(v))))},
		{"float32 of int32", uint64(narrowInt32(int32(v))), uint64(math.Float32bits(float32(int32(v))))},
	} {
		if c.got != c.want {
			t.Fatalf("%s %x: got %x, want %x", c.name, v, c.got, c.want)
		}
	}
}

func TestConversions(t *testing.T) {
	for _, v := range special64 {
		convert(t, v)
		convert(t, v^sign64)
		integers(t, v)
	}
	r := rand.New(rand.NewSource(2))
	for i := 0; i < rounds; i++ {
		convert(t, random64(r))
		integers(t, r.Uint64()>>uint(r.Intn(64)))
		integers(t, 1<<uint(r.Intn(64))+uint64(r.Intn(5))-2)
		v := random32(r)
		if got, want := extend(v), math.Float64bits(float64(math.Float32frombits(v))); !same64(got, want) {
			t.Fatalf("float64(%x): got %x, want %x", v, got, want)
		}
	}
	for _, v := range special32 {
		if got, want := extend(v), math.Float64bits(float64(math.Float32frombits(v))); !same64(got, want) {
			t.Fatalf("float64(%x): got %x, want %x", v, got, want)
		}
	}
}

func TestIntegers(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	random := func() uint64 {
		switch r.Intn(3) {
		case 0:
			return 1<<uint(r.Intn(64)) + uint64(r.Intn(3)) - 1
		case 1:
			return -(r.Uint64() >> uint(r.Intn(64)))
		}
		return r.Uint64() >> uint(r.Intn(64))
	}
	for i := 0; i < rounds; i++ {
		a, b := random(), random()
		n := uint32(r.Intn(64))
		check(t, "*", a, b, multiply64(a, b), a*b)
		check(t, "*32", a, b, uint64(multiply32(uint32(a), uint32(b))), uint64(uint32(a)*uint32(b)))
		high, low := full32(uint32(a), uint32(b))
		check(t, "full", a, b, join(high, low), uint64(uint32(a))*uint64(uint32(b)))
		check(t, "<<", a, uint64(n), shiftLeft64(a, n), a<<n)
		check(t, ">>", a, uint64(n), shiftRight64(a, n), a>>n)
		check(t, ">>signed", a, uint64(n), uint64(shiftSigned64(int64(a), n)), uint64(int64(a)>>n))
		check(t, "clz", a, 0, uint64(clzdi2(a)), uint64(bits.LeadingZeros64(a)))
		check(t, "ctz", a, 0, uint64(ctzdi2(a)), uint64(bits.TrailingZeros64(a)))
		check(t, "clz32", a, 0, uint64(clzsi2(uint32(a))), uint64(bits.LeadingZeros32(uint32(a))))
		check(t, "ctz32", a, 0, uint64(ctzsi2(uint32(a))), uint64(bits.TrailingZeros32(uint32(a))))
		check(t, "popcount", a, 0, uint64(popcountdi2(a)), uint64(bits.OnesCount64(a)))
		check(t, "bswap", a, 0, bswapdi2(a), bits.ReverseBytes64(a))
		if b != 0 {
			q, rest := divide64(a, b)
			check(t, "/", a, b, q, a/b)
			check(t, "%", a, b, rest, a%b)
			sq, srest := divideSigned64(int64(a), int64(b))
			check(t, "/signed", a, b, uint64(sq), uint64(int64(a)/int64(b)))
			check(t, "%signed", a, b, uint64(srest), uint64(int64(a)%int64(b)))
		}
		if c := uint32(b); c != 0 {
			q, rest := divide32(uint32(a), c)
			check(t, "/32", a, b, uint64(q), uint64(uint32(a)/c))
			check(t, "%32", a, b, uint64(rest), uint64(uint32(a)%c))
			sq, srest := divideSigned32(int32(a), int32(c))
			check(t, "/signed32", a, b, uint64(sq), uint64(int32(a)/int32(c)))
			check(t, "%signed32", a, b, uint64(srest), uint64(int32(a)%int32(c)))
		}
	}
}

func check(t *testing.T, name string, a, b, got, want uint64) {
	if got != want {
		t.Fatalf("%x %s %x: got %x, want %x", a, name, b, got, want)
	}
}
