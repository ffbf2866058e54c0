// Package builtins holds the arithmetic that a core has no instructions for and that LLVM calls by
// name: division, 64-bit multiplication and shifts, and all of soft float, exact to the last bit.
//
// The functions know numbers only as bit patterns. None may use an operation that LLVM turns into a
// call of itself: there is no float arithmetic here, no division of 64-bit numbers by /, and the
// functions below say which operators they avoid. aeabi.go and gcc.go give them their names.
package builtins

// divide32 is for cores without a division instruction: it uses neither / nor %. The divisor is not
// zero: Go checks that before.
func divide32(n, d uint32) (q, r uint32) {
	bit := uint32(1)
	for d <= n>>1 {
		d <<= 1
		bit <<= 1
	}
	for bit != 0 {
		if n >= d {
			n -= d
			q |= bit
		}
		d >>= 1
		bit >>= 1
	}
	return q, n
}

func divideSigned32(n, d int32) (q, r int32) {
	uq, ur := divide32(magnitude32(n), magnitude32(d))
	q, r = int32(uq), int32(ur)
	if n^d < 0 {
		q = -q
	}
	if n < 0 {
		r = -r
	}
	return q, r
}

func magnitude32(v int32) uint32 {
	if v < 0 {
		return -uint32(v)
	}
	return uint32(v)
}

// divide64 divides by 32-bit numbers digit by digit, by larger ones bit by bit: then the quotient
// has at most 32 bits.
func divide64(n, d uint64) (q, r uint64) {
	if d>>32 == 0 {
		return divideBy32(n, uint32(d))
	}
	bit := uint32(1)
	for d <= n>>1 {
		d <<= 1
		bit <<= 1
	}
	q32 := uint32(0)
	for bit != 0 {
		if n >= d {
			n -= d
			q32 |= bit
		}
		d >>= 1
		bit >>= 1
	}
	return uint64(q32), n
}

// divideBy32 is long division with digits of 16 bits (Knuth, The Art of Computer Programming,
// volume 2, 4.3.1, algorithm D). It uses 32-bit / and % only.
func divideBy32(n uint64, d uint32) (q, r uint64) {
	high, low := uint32(n>>32), uint32(n)
	qHigh := uint32(0)
	if high >= d {
		qHigh = high / d
		high -= qHigh * d
	}
	if high == 0 {
		qLow := low / d
		return uint64(qHigh)<<32 | uint64(qLow), uint64(low - qLow*d)
	}
	// Shift so that the divisor's top bit is set: a trial digit is then at most 2 too large.
	shift := uint32(0)
	for d>>31 == 0 {
		d <<= 1
		high = high<<1 | low>>31
		low <<= 1
		shift++
	}
	q1, rest := digit(high, low>>16, d)
	q0, rest := digit(rest, low&0xffff, d)
	return uint64(qHigh)<<32 | uint64(q1<<16|q0), uint64(rest >> (shift & 31))
}

// digit divides high * 2^16 + next by d: the quotient has 16 bits because high is less than d.
func digit(high, next, d uint32) (q, r uint32) {
	dHigh, dLow := d>>16, d&0xffff
	q = high / dHigh
	rest := high - q*dHigh
	for q > 0xffff || q*dLow > rest<<16|next {
		q--
		rest += dHigh
		if rest > 0xffff {
			break
		}
	}
	return q, high<<16 + next - q*d
}

func divideSigned64(n, d int64) (q, r int64) {
	uq, ur := divide64(magnitude64(n), magnitude64(d))
	q, r = int64(uq), int64(ur)
	if n^d < 0 {
		q = -q
	}
	if n < 0 {
		r = -r
	}
	return q, r
}

func magnitude64(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
