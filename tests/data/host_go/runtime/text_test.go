package runtime

import (
	"math"
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func printed(f func()) string {
	output = output[:0]
	f()
	return string(output)
}

func check(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func checkFloat(t *testing.T, v float64) {
	t.Helper()
	check(t, printed(func() { printfloat(v) }), strconv.FormatFloat(v, 'g', -1, 64))
}

func checkFloat32(t *testing.T, v float32) {
	t.Helper()
	check(t, printed(func() { printfloat32(v) }), strconv.FormatFloat(float64(v), 'g', -1, 32))
}

func TestFloats(t *testing.T) {
	for _, v := range []float64{0, math.Copysign(0, -1), 1, -1, 10, 0.1, 0.0001, 0.00001, 1e5, 1e6, 1e20, 1e21, 1e22, 1e23,
		123456789, 5e-324, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), math.NaN(),
		math.Pi, 2.2250738585072014e-308, 2.225073858507201e-308, 9007199254740993, 9.5e-3} {
		checkFloat(t, v)
		checkFloat32(t, float32(v))
	}
	for e := -1074; e <= 1023; e++ {
		v := math.Ldexp(1, e)
		checkFloat(t, v)
		checkFloat(t, math.Nextafter(v, 0))
		checkFloat(t, math.Nextafter(v, math.Inf(1)))
	}
	for e := -149; e <= 127; e++ {
		v := float32(math.Ldexp(1, e))
		checkFloat32(t, v)
		checkFloat32(t, math.Nextafter32(v, 0))
		checkFloat32(t, math.Nextafter32(v, 10))
	}
	for e := -330; e <= 310; e++ {
		v, _ := strconv.ParseFloat("1e"+strconv.Itoa(e), 64)
		checkFloat(t, v)
		checkFloat32(t, float32(v))
	}
	r := rand.New(rand.NewSource(1))
	for i := 0; i < 100000; i++ {
		checkFloat(t, math.Float64frombits(r.Uint64()))
		checkFloat32(t, math.Float32frombits(r.Uint32()))
		checkFloat(t, float64(r.Intn(100000))/1000)
	}
}

func TestComplex(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []complex128{complex(1, 2), complex(-1, -2), complex(nan, nan), complex(inf, -inf), complex(0, inf), complex(1.5, 0)} {
		check(t, printed(func() { printcomplex(c) }), strconv.FormatComplex(c, 'g', -1, 128))
		check(t, printed(func() { printcomplex64(complex64(c)) }), strconv.FormatComplex(complex128(complex64(c)), 'g', -1, 64))
	}
}

func TestIntegers(t *testing.T) {
	values := []uint64{0, 1, 9, 10, 99, 999999999, 1000000000, 1000000001, 1<<32 - 1, 1 << 32, 1<<63 - 1, 1 << 63, 1<<64 - 1,
		1000000000000000000, 18000000000000000001, 1000000000 * 1000000007}
	r := rand.New(rand.NewSource(2))
	for i := 0; i < 20000; i++ {
		values = append(values, r.Uint64()>>uint(r.Intn(64)))
	}
	for _, v := range values {
		check(t, printed(func() { printuint(v) }), strconv.FormatUint(v, 10))
		check(t, printed(func() { printint(int64(v)) }), strconv.FormatInt(int64(v), 10))
		check(t, printed(func() { printuint32(uint32(v)) }), strconv.FormatUint(uint64(uint32(v)), 10))
		check(t, printed(func() { printint32(int32(v)) }), strconv.FormatInt(int64(int32(v)), 10))
		check(t, printed(func() { printhex(v) }), "0x"+strconv.FormatUint(v, 16))
		check(t, itoa(int(int32(v))), strconv.Itoa(int(int32(v))))
	}
}

// TestUTF8 decodes all short sequences of interesting bytes.
func TestUTF8(t *testing.T) {
	edges := []byte{0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
		0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff}
	var try func(prefix []byte)
	try = func(prefix []byte) {
		if len(prefix) > 0 {
			s := string(prefix)
			checkDecode(t, s)
		}
		if len(prefix) < 4 {
			for _, b := range edges {
				try(append(prefix, b))
			}
		}
	}
	try(nil)
	r := rand.New(rand.NewSource(3))
	for i := 0; i < 100000; i++ {
		b := make([]byte, 1+r.Intn(8))
		r.Read(b)
		checkDecode(t, string(b))
	}
}

func checkDecode(t *testing.T, s string) {
	t.Helper()
	for i := 0; i < len(s); i++ {
		if s[i] < 0x80 {
			continue
		}
		r, next := decoderune(s, i)
		wantR, size := utf8.DecodeRuneInString(s[i:])
		if r != wantR || next != i+size {
			t.Fatalf("%q at %d: got %x, %d, want %x, %d", s, i, r, next, wantR, i+size)
		}
	}
	heapUsed = 0
	runes := []rune(s)
	check(t, runes2string(runes), string(runes))
	if got := string2runes(s); string(got) != string(runes) || len(got) != len(runes) {
		t.Fatalf("%q: got %x, want %x", s, got, runes)
	}
}

func TestRunes(t *testing.T) {
	for _, r := range []rune{0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff, 0x110000, -1, 1 << 30} {
		heapUsed = 0
		check(t, intstring(nil, int64(r)), string(r))
		check(t, runes2string([]rune{'a', r, 'b'}), string([]rune{'a', r, 'b'}))
	}
	check(t, intstring(nil, 1<<32+65), "\ufffd")
}

func TestConcat(t *testing.T) {
	parts := []string{"", "a", "bc", "def", ""}
	for _, a := range parts {
		for _, b := range parts {
			check(t, concat2(nil, a, b), a+b)
			// With memory on the stack, which may be too small.
			check(t, concat2(new(room), a, b), a+b)
			for _, c := range parts {
				check(t, concat3(nil, a, b, c), a+b+c)
				list := []string{a, b, c, a, b}
				check(t, concatN(nil, &list[0], 5), strings.Join(list, ""))
			}
			if got, want := strcmp(a, b), strings.Compare(a, b); got < 0 != (want < 0) || got > 0 != (want > 0) {
				t.Fatalf("strcmp(%q, %q) = %d", a, b, got)
			}
			if streq(a, b) != (a == b) {
				t.Fatalf("streq(%q, %q)", a, b)
			}
		}
	}
}
