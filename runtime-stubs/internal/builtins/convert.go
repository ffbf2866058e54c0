package builtins

// Conversions between integers and floats, and between the two float formats. To an integer they
// cut off the fraction; what is out of range gives the nearest number in range, and a NaN zero.

// wide64 gives the float64 nearest to sign and magnitude.
func wide64(sign, v uint64) uint64 {
	if v == 0 {
		return 0
	}
	// Bring the highest bit to that of the working mantissa, bit 55.
	exp := int32(bias64 + 55)
	for v < working64 {
		v <<= 1
		exp--
	}
	for v >= working64<<1 {
		v = v>>1 | v&1
		exp++
	}
	return pack64(sign, exp, v)
}

func fromUint64(v uint64) uint64 { return wide64(0, v) }

func fromInt64(v int64) uint64 { return wide64(uint64(v)&sign64, magnitude64(v)) }

func fromUint32(v uint32) uint64 { return wide64(0, uint64(v)) }

func fromInt32(v int32) uint64 { return wide64(uint64(int64(v))&sign64, uint64(magnitude32(v))) }

// wide32 gives the float32 nearest to sign and magnitude, rounded once.
func wide32(sign uint32, v uint64) uint32 {
	if v == 0 {
		return 0
	}
	exp := int32(bias32 + 26)
	for v >= 1<<32 {
		v = v>>1 | v&1
		exp++
	}
	m := uint32(v)
	for m < working32 {
		m <<= 1
		exp--
	}
	for m >= working32<<1 {
		m = m>>1 | m&1
		exp++
	}
	return pack32(sign, exp, m)
}

func narrowUint64(v uint64) uint32 { return wide32(0, v) }

func narrowInt64(v int64) uint32 { return wide32(uint32(v>>32)&sign32, magnitude64(v)) }

func narrowUint32(v uint32) uint32 { return wide32(0, uint64(v)) }

func narrowInt32(v int32) uint32 { return wide32(uint32(v)&sign32, uint64(magnitude32(v))) }

// extend is exact.
func extend(v uint32) uint64 {
	sign := join(v&sign32, 0)
	v &^= sign32
	if v > inf32 {
		return nan64
	}
	if v == inf32 {
		return sign | inf64
	}
	if v == 0 {
		return sign
	}
	exp, mant := unpack32(v)
	return sign | (join(uint32(exp+bias64-bias32-1)<<20, 0) + uint64(mant)<<29)
}

func truncate(v uint64) uint32 {
	sign := uint32(v>>32) & sign32
	v &^= sign64
	if v > inf64 {
		return nan32
	}
	exp := exponent64(v)
	mant := v & mant64
	if exp == 0 {
		// Far below the smallest float32.
		return sign
	}
	return pack32(sign, exp-bias64+bias32, uint32(shiftSticky(mant|hidden64, 26)))
}

// toMagnitude64 gives the integer part without the sign, at most limit.
func toMagnitude64(v uint64, limit uint64) uint64 {
	v &^= sign64
	if v > inf64 {
		return 0
	}
	exp := exponent64(v) - bias64
	if exp < 0 {
		return 0
	}
	if exp > 63 {
		return limit
	}
	m := v&mant64 | hidden64
	if exp >= 52 {
		m = shiftLeft64(m, uint32(exp-52))
	} else {
		m = shiftRight64(m, uint32(52-exp))
	}
	if m > limit {
		return limit
	}
	return m
}

func toUint64(v uint64) uint64 {
	if int64(v) < 0 {
		return 0
	}
	return toMagnitude64(v, 1<<64-1)
}

func toInt64(v uint64) int64 {
	if int64(v) < 0 {
		return -int64(toMagnitude64(v, 1<<63))
	}
	return int64(toMagnitude64(v, 1<<63-1))
}

// toMagnitude32 is toMagnitude64 for results of 32 bits, without 64-bit shifts by a variable.
func toMagnitude32(v uint64, limit uint32) uint32 {
	v &^= sign64
	if v > inf64 {
		return 0
	}
	exp := exponent64(v) - bias64
	if exp < 0 {
		return 0
	}
	if exp > 31 {
		return limit
	}
	m := (uint32(v>>21) | 1<<31) >> (uint32(31-exp) & 31)
	if m > limit {
		return limit
	}
	return m
}

func toUint32(v uint64) uint32 {
	if int64(v) < 0 {
		return 0
	}
	return toMagnitude32(v, 1<<32-1)
}

func toInt32(v uint64) int32 {
	if int64(v) < 0 {
		return -int32(toMagnitude32(v, 1<<31))
	}
	return int32(toMagnitude32(v, 1<<31-1))
}
