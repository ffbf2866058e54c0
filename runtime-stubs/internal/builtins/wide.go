package builtins

// Multiplication and shifts of numbers wider than the core's, by halves: no 64-bit operator but
// those that only take numbers apart and put them together.

func join(high, low uint32) uint64 {
	return uint64(high)<<32 | uint64(low)
}

// multiply32 is for cores without a multiplication instruction.
func multiply32(a, b uint32) uint32 {
	p := uint32(0)
	for ; b != 0; b >>= 1 {
		if b&1 != 0 {
			p += a
		}
		a <<= 1
	}
	return p
}

// full32 gives all 64 bits of a product, by 16-bit parts, for cores that give the low 32 bits only.
func full32(a, b uint32) (high, low uint32) {
	aHigh, aLow := a>>16, a&0xffff
	bHigh, bLow := b>>16, b&0xffff
	low = aLow * bLow
	middle := aHigh*bLow + low>>16
	other := aLow*bHigh + middle&0xffff
	return aHigh*bHigh + middle>>16 + other>>16, other<<16 | low&0xffff
}

func multiply64(a, b uint64) uint64 {
	aLow, bLow := uint32(a), uint32(b)
	high, low := full32(aLow, bLow)
	return join(high+aLow*uint32(b>>32)+uint32(a>>32)*bLow, low)
}

func shiftLeft64(v uint64, n uint32) uint64 {
	high, low := uint32(v>>32), uint32(v)
	switch {
	case n == 0:
		return v
	case n >= 32:
		return join(low<<(n&31), 0)
	}
	return join(high<<(n&31)|low>>((32-n)&31), low<<(n&31))
}

func shiftRight64(v uint64, n uint32) uint64 {
	high, low := uint32(v>>32), uint32(v)
	switch {
	case n == 0:
		return v
	case n >= 32:
		return uint64(high >> (n & 31))
	}
	return join(high>>(n&31), low>>(n&31)|high<<((32-n)&31))
}

func shiftSigned64(v int64, n uint32) int64 {
	high, low := int32(v>>32), uint32(v)
	switch {
	case n == 0:
		return v
	case n >= 32:
		return int64(join(uint32(high>>31), uint32(high>>(n&31))))
	}
	return int64(join(uint32(high>>(n&31)), low>>(n&31)|uint32(high)<<((32-n)&31)))
}

// shiftSticky shifts right; the lowest bit of the result is also set if a bit that is lost was.
func shiftSticky(v uint64, n uint32) uint64 {
	if n == 0 {
		return v
	}
	lost := uint64(1)
	if n < 64 {
		lost = shiftLeft64(v, 64-n)
		v = shiftRight64(v, n)
	} else {
		lost, v = v, 0
	}
	if lost != 0 {
		v |= 1
	}
	return v
}

func shiftSticky32(v, n uint32) uint32 {
	if n >= 32 {
		if v != 0 {
			return 1
		}
		return 0
	}
	r := v >> (n & 31)
	if r<<(n&31) != v {
		r |= 1
	}
	return r
}
