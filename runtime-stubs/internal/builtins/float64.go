package builtins

// IEEE 754 binary64, as float32.go does binary32: the hidden bit of a mantissa that is worked with
// is bit 55.

const (
	sign64    = 1 << 63
	inf64     = 0x7ff << 52
	nan64     = 0x7ff8 << 48
	hidden64  = 1 << 52
	mant64    = hidden64 - 1
	expMax64  = 0x7ff
	bias64    = 1023
	working64 = hidden64 << 3
)

func exponent64(v uint64) int32 {
	return int32(uint32(v>>32) >> 20 & expMax64)
}

func unpack64(v uint64) (exp int32, mant uint64) {
	exp, mant = exponent64(v), v&mant64
	if exp != 0 {
		return exp, mant | hidden64
	}
	for exp = 1; mant < hidden64; exp-- {
		mant <<= 1
	}
	return exp, mant
}

func pack64(sign uint64, exp int32, mant uint64) uint64 {
	if exp >= expMax64 {
		return sign | inf64
	}
	if exp < 1 {
		mant = shiftSticky(mant, uint32(1-exp))
		exp = 1
	}
	rest := uint32(mant) & 7
	mant >>= 3
	if rest > 4 || rest == 4 && mant&1 != 0 {
		mant++
	}
	return sign | (join(uint32(exp-1)<<20, 0) + mant)
}

func add64(a, b uint64) uint64 {
	if a<<1 < b<<1 {
		a, b = b, a
	}
	sign := a & sign64
	expA, expB := exponent64(a), exponent64(b)
	if expA == expMax64 {
		if a<<1 > inf64<<1 || expB == expMax64 && a != b {
			return nan64
		}
		return a
	}
	mantA, mantB := a&mant64, b&mant64
	if expA != 0 {
		mantA |= hidden64
	} else {
		expA = 1
	}
	if expB != 0 {
		mantB |= hidden64
	} else {
		expB = 1
	}
	mantA <<= 3
	mantB = shiftSticky(mantB<<3, uint32(expA-expB))
	if int64(a^b) >= 0 {
		mantA += mantB
		if mantA >= working64<<1 {
			mantA = mantA>>1 | mantA&1
			expA++
		}
		return pack64(sign, expA, mantA)
	}
	mantA -= mantB
	if mantA == 0 {
		return 0
	}
	for mantA < working64 && expA > 1 {
		mantA <<= 1
		expA--
	}
	return pack64(sign, expA, mantA)
}

func mul64(a, b uint64) uint64 {
	sign := (a ^ b) & sign64
	a &^= sign64
	b &^= sign64
	if a < b {
		a, b = b, a
	}
	if a >= inf64 {
		if a > inf64 || b == 0 {
			return nan64
		}
		return sign | inf64
	}
	if b == 0 {
		return sign
	}
	expA, mantA := unpack64(a)
	expB, mantB := unpack64(b)
	// 2^63 .. 2^64 times 2^56 .. 2^57: the high 64 bits of the product are the working mantissa or
	// twice that. By words, from the low end:
	mantA <<= 11
	mantB <<= 4
	aHigh, aLow := uint64(mantA>>32), uint64(uint32(mantA))
	bHigh, bLow := uint64(mantB>>32), uint64(uint32(mantB))
	low := aLow * bLow
	middle := aHigh*bLow + low>>32
	other := aLow*bHigh + uint64(uint32(middle))
	mant := aHigh*bHigh + middle>>32 + other>>32
	if uint32(other)|uint32(low) != 0 {
		mant |= 1
	}
	exp := expA + expB - bias64
	if mant >= working64<<1 {
		mant = mant>>1 | mant&1
		exp++
	}
	return pack64(sign, exp, mant)
}

func div64(a, b uint64) uint64 {
	sign := (a ^ b) & sign64
	a &^= sign64
	b &^= sign64
	if a > inf64 || b > inf64 || a == b && (a == 0 || a == inf64) {
		return nan64
	}
	if a == inf64 || b == 0 {
		return sign | inf64
	}
	if a == 0 || b == inf64 {
		return sign
	}
	expA, mantA := unpack64(a)
	expB, mantB := unpack64(b)
	exp := expA - expB + bias64
	if mantA < mantB {
		mantA <<= 1
		exp--
	}
	q := uint64(0)
	for i := 0; i < 56; i++ {
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
	return pack64(sign, exp, q)
}

func compare64(a, b uint64) int32 {
	if a<<1 > inf64<<1 || b<<1 > inf64<<1 {
		return unordered
	}
	if a == b || (a|b)<<1 == 0 {
		return 0
	}
	less := int64(a) < int64(b)
	if int64(a&b) < 0 {
		less = !less
	}
	if less {
		return -1
	}
	return 1
}
