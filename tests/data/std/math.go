package main

import (
	"math"
	"math/big"
	"math/bits"
	"math/cmplx"
	"math/rand"
	randv2 "math/rand/v2"
)

func main() {
	for _, x := range []float64{0, 0.5, 1, -1, 2, 10, 100.25, 1e10, -3.7, 1e-10, math.Inf(1), math.NaN()} {
		println(math.Sin(x), math.Cos(x), math.Tan(x), math.Atan(x), math.Exp(x))
		println(math.Log(x), math.Log10(x), math.Log2(x), math.Log1p(x), math.Sqrt(x))
		println(math.Floor(x), math.Ceil(x), math.Trunc(x), math.Round(x), math.RoundToEven(x))
		println(math.Sinh(x), math.Cosh(x), math.Tanh(x), math.Cbrt(x), math.Gamma(x), math.Erf(x))
		println(math.Asin(x), math.Acos(x), math.Asinh(x), math.Acosh(x), math.Expm1(x), math.J0(x))
		println(math.Pow(x, 2.5), math.Pow(2, x), math.Hypot(x, 3), math.Mod(x, 0.7), math.Remainder(x, 0.7), math.Atan2(x, 2))
		f, e := math.Frexp(x)
		i, fr := math.Modf(x)
		println(f, e, i, fr, math.Float64bits(x), math.Float32bits(float32(x)))
	}
	println(math.FMA(1.1, 2.2, 3.3), math.MaxInt, math.Signbit(-0.0), math.Nextafter(1, 2), math.Ldexp(0.5, 10))
	println(cmplx.Abs(3+4i), real(cmplx.Sqrt(-1)), imag(cmplx.Sqrt(-1)), real(cmplx.Exp(1i)), imag(cmplx.Pow(1+2i, 3)))
	hi, lo := bits.Mul64(1<<63, 6)
	q, r := bits.Div64(1, 2, 7)
	println(hi, lo, q, r, bits.LeadingZeros32(5), bits.RotateLeft8(0x81, 1), bits.Reverse16(1), bits.OnesCount64(1<<40-1), bits.Len(1000))

	a, _ := new(big.Int).SetString("123456789012345678901234567890123456789", 10)
	b, _ := new(big.Int).SetString("987654321098765432109876543210", 10)
	var c big.Int
	println(c.Mul(a, b).String())
	println(c.Div(a, b).String(), c.Mod(a, b).String(), c.Exp(b, big.NewInt(65), a).String())
	println(c.GCD(nil, nil, a, b).String(), a.Cmp(b), c.Sqrt(a).String(), big.NewInt(97).ProbablyPrime(10))
	fact := big.NewInt(1)
	for i := int64(1); i <= 100; i++ {
		fact.Mul(fact, big.NewInt(i))
	}
	println(fact.String(), fact.BitLen(), fact.Text(16))
	rt := big.NewRat(22, 7)
	println(rt.Add(rt, big.NewRat(1, 3)).String(), rt.FloatString(20))
	fl := new(big.Float).SetPrec(200).SetInt64(2)
	println(fl.Sqrt(fl).Text('g', 50))

	rng := rand.New(rand.NewSource(42))
	println(rng.Intn(100), rng.Intn(1000000), rng.Float64(), rng.Int63(), rng.NormFloat64(), rng.Perm(5)[2])
	p := randv2.New(randv2.NewPCG(1, 2))
	println(p.IntN(100), p.Uint64(), p.Float64(), p.ExpFloat64())
	ch := randv2.New(randv2.NewChaCha8([32]byte{1, 2, 3}))
	println(ch.Uint64(), ch.IntN(10))
	println(rand.Intn(1), randv2.IntN(1), rand.Float64() < 1)
}
