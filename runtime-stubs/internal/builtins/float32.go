package builtins

// IEEE 754 binary32 on bit patterns, rounding to nearest, ties to even. Inside, a number is its
// sign, its exponent field and its mantissa shifted left by 3: the hidden bit is bit 26, and the
// lowest three bits are for rounding, the last of them "sticky". Every NaN that comes out is the
// same quiet one.

const (
	sign32    = 1 << 31
	inf32     = 0xff << 23
	nan32     = 0x7fc00000
	hidden32  = 1 << 23
	mant32    = hidden32 - 1
	expMax32  = 0xff
	bias32    = 127
	working32 = hidden32 << 3
)

// unpack32 gives the exponent field and the mantissa with its hidden bit; normalised also for
// subnormal numbers, whose exponent then is 0 or less. The number is finite and not zero.
func unpack32(v uint32) (exp int32, mant uint32) {
	exp, mant = int32(v>>23&expMax32), v&mant32
	if exp != 0 {
		return exp, mant | hidden32
	}
	for exp = 1; mant < hidden32; exp-- {
		mant <<= 1
	}
	return exp, mant
}

// pack32 rounds and puts together; the mantissa has its hidden bit at working32, or less bits if
// exp is 1.
func pack32(sign uint32, exp int32, mant uint32) uint32 {
	if exp >= expMax32 {
		return sign | inf32
	}
	if exp < 1 {
		mant = shiftSticky32(mant, uint32(1-exp))
		exp = 1
	}
	rest := mant & 7
	mant >>= 3
	if rest > 4 || rest == 4 && mant&1 != 0 {
		mant++
	}
	// The hidden bit adds one to the exponent field, and so does a carry out of the mantissa, up to
	// infinity.
	return sign | (uint32(exp-1)<<23 + mant)
}

func add32(a, b uint32) uint32 {
	if a<<1 < b<<1 {
		a, b = b, a
	}
	// Now a is not less than b without signs; a NaN is more than everything.
	sign := a & sign32
	expA, expB := int32(a>>23&expMax32), int32(b>>23&expMax32)
	if expA == expMax32 {
		if a<<1 > inf32<<1 || expB == expMax32 && a != b {
			return nan32
		}
		return a
	}
	mantA, mantB := a&mant32, b&mant32
	if expA != 0 {
		mantA |= hidden32
	} else {
		expA = 1
	}
	if expB != 0 {
		mantB |= hidden32
	} else {
		expB = 1
	}
	mantA <<= 3
	mantB = shiftSticky32(mantB<<3, uint32(expA-expB))
	if int32(a^b) >= 0 {
		mantA += mantB
		if mantA >= working32<<1 {
			mantA = mantA>>1 | mantA&1
			expA++
		}
		return pack32(sign, expA, mantA)
	}
	mantA -= mantB
	if mantA == 0 {
		return 0
	}
	for mantA < working32 && expA > 1 {
		mantA <<= 1
		expA--
	}
	return pack32(sign, expA, mantA)
}

func mul32(a, b uint32) uint32 {
	sign := (a ^ b) & sign32
	a &^= sign32
	b &^= sign32
	if a < b {
		a, b = b, a
	}
	if a >= inf32 {
		if a > inf32 || b == 0 {
			return nan32
		}
		return sign | inf32
	}
	if b == 0 {
		return sign
	}
	expA, mantA := unpack32(a)
	expB, mantB := unpack32(b)
	// 2^31 .. 2^32 times 2^27 .. 2^28: the high word is the working mantissa or twice that.
	product := uint64(mantA<<8) * uint64(mantB<<4)
	mant := uint32(product >> 32)
	if uint32(product) != 0 {
		mant |= 1
	}
	exp := expA + expB - bias32
	if mant >= working32<<1 {
		mant = mant>>1 | mant&1
		exp++
	}
	return pack32(sign, exp, mant)
}

func div32(a, b uint32) uint32 {
	sign := (a ^ b) & sign32
	a &^= sign32
	b &^= sign32
	if a > inf32 || b > inf32 || a == b && (a == 0 || a == inf32) {
		return nan32
	}
	if a == inf32 || b == 0 {
		return sign | inf32
	}
	if a == 0 || b == inf32 {
		return sign
	}
	expA, mantA := unpack32(a)
	expB, mantB := unpack32(b)
	exp := expA - expB + bias32
	if mantA < mantB {
		mantA <<= 1
		exp--
	}
	q := uint32(0)
	for i := 0; i < 27; i++ {
		q <<= 1
		if mantA >= mantB {
			mantA -= mantB
			q |= 1
		}
		mantA <<= 1
	}
	if mantA != 0 {
		q |= 1
	}
	return pack32(sign, exp, q)
}

// unordered is what the comparisons give if an operand is a NaN.
const unordered = 2

// flag is a truth value as C has it.
func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// compare32 gives -1, 0, 1 or unordered.
func compare32(a, b uint32) int32 {
	if a<<1 > inf32<<1 || b<<1 > inf32<<1 {
		return unordered
	}
	if a == b || (a|b)<<1 == 0 {
		return 0
	}
	// As integers with sign, bit patterns are in order unless both are negative.
	less := int32(a) < int32(b)
	if int32(a&b) < 0 {
		less = !less
	}
	if less {
		return -1
	}
	return 1
}
