// Package strconv: the SDK's table of the powers of ten takes 11 KB; this one is a tenth of it.
package strconv

import (
	"math/bits"
	_ "unsafe"
)

// smallPrescale stands in for prescale.
//
//go:linkname smallPrescale internal/strconv.prescale
func smallPrescale(pre *scaler, e, p, lp int) {
	i := uint(p - pow10Min)
	base := &pow10Steps[i/pow10Step]
	five := uint64(1)
	for range i % pow10Step {
		five *= 5
	}
	// The upper 128 bits of the product.
	carry, w0 := bits.Mul64(base[1], five)
	w2, w1 := bits.Mul64(base[0], five)
	w1, carry = bits.Add64(w1, carry, 0)
	w2 += carry
	n := uint(bits.LeadingZeros64(w2))
	hi, lo := w2<<n|w1>>(64-n), w1<<n|w0>>(64-n)
	// It is off by at most one.
	fix := uint64(pow10Fixes[i/4]>>(i%4*2)&3) - 1
	lo, carry = bits.Add64(lo, fix, 0)
	hi += carry + uint64(int64(fix)>>63)
	if lo != 0 {
		hi++
	}
	pre.pmHi, pre.pmLo = hi, -lo
	pre.s = -(e + lp + 3)
}

// pow10Step is how many powers of ten lie between two in the table.
const pow10Step = 28

// pow10Steps holds powers of ten from 1e-348 on: the upper 128 bits, rounded up.
var pow10Steps = [...][2]uint64{
	{0xfa8fd5a0081c0288, 0x1732c869cd60e454},
	{0xfd00b897478238d0, 0x8920b098955522b5},
	{0xff77b1fcbebcdc4f, 0x25e8e89c13bb0f7b},
	{0x80fa687f881c7f8e, 0x7ce66634bc9d0b9a},
	{0x823c12795db6ce57, 0x76c53d08d6b70859},
	{0x8380dea93da4bc60, 0x4247cb9e59f71e6e},
	{0x84c8d4dfd2c63f3b, 0x29ecd9f40041e074},
	{0x8613fd0145877585, 0xbd06742ce95f5f37},
	{0x87625f056c7c4a8b, 0x11471cd764ad4973},
	{0x88b402f7fd75539b, 0x11dbcb0218ebb415},
	{0x8a08f0f8bf0f156b, 0x1b8e9ecb641b5900},
	{0x8b61313bbabce2c6, 0x2323ac4b3b3da016},
	{0x8cbccc096f5088cb, 0xf93f87b7442e45d4},
	{0x8e1bc9bf04000000, 0x0000000000000000},
	{0x8f7e32ce7bea5c6f, 0xe4820023a2000000},
	{0x90e40fbeea1d3a4a, 0xbc8955e946fe31ce},
	{0x924d692ca61be758, 0x593c2626705f9c57},
	{0x93ba47c980e98cdf, 0xc66f336c36b10138},
	{0x952ab45cfa97a0b2, 0xdd945a747bf26184},
	{0x969eb7c47859e743, 0x9f644ae5a4b1b326},
	{0x98165af37b2153de, 0xc3727a337a8b704b},
	{0x9991a6f3d6bf1765, 0xacca6da1e0a8ef2a},
	{0x9b10a4e5e9913128, 0xca7cf2b4191c8327},
	{0x9c935e00d4b9d8d2, 0x6ed1bf9a569f33d4},
	{0x9e19db92b4e31ba9, 0x6c07a2c26a8346d2},
}

// pow10Fixes has two bits for each power: by how much the product is less than the power rounded
// up, plus one.
const pow10Fixes = "" +
	"\x69\x5a\xa9\xaa\xa6\x56\x6a\xa5\xaa\xa6\xaa\xaa\xaa\xa9\x59\xaa" +
	"\x65\xa9\x9a\xaa\x9a\xa9\xaa\xa6\x5a\xaa\x6a\x99\x45\x45\x50\x55" +
	"\x41\x50\x19\x65\x55\x55\x65\x96\x55\xa5\x55\x95\x65\x59\x59\x55" +
	"\x55\xa9\x56\x95\x55\x5a\x99\x69\xa9\xa6\x96\x59\x95\xa6\xaa\x55" +
	"\x55\x65\x55\x56\x55\x59\x55\xaa\xaa\xa9\xaa\xa6\xa5\x55\x55\x69" +
	"\x55\x55\x15\x54\x65\xaa\xaa\x55\x55\x55\x55\x55\x55\x55\x55\x55" +
	"\x55\x55\x55\x55\x55\xaa\xaa\xaa\xaa\x69\x6a\x96\xaa\x9a\xaa\xa6" +
	"\xa9\x65\x65\x96\x95\x65\x5a\x41\x51\x14\x41\x51\x15\x14\x95\x66" +
	"\x66\x95\xa9\x65\x5a\x55\x96\x6a\x96\xaa\x56\x55\x45\x55\x54\x95" +
	"\x95\x59\x55\x55\x11\x15\x55\x55\x19\x14\x69\x65\x69\xa6\x66\x59" +
	"\x56\x55\x55\x15\x55\x55\x55\x5a\x55\x55\x65\x55\x95\x55"
