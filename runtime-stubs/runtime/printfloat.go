package runtime

import "unsafe"

// Floats print as the shortest decimal number that reads back as the same value, the nearest one if
// there are several: the free-format algorithm of Burger and Dybvig ("Printing floating-point
// numbers quickly and accurately", 1996) on big integers. It uses no float arithmetic, so that a
// program does not need the soft-float routines only to print.

// floatFormat describes an IEEE 754 binary format.
type floatFormat struct {
	mantBits uint // without the hidden bit
	expMax   int  // the exponent field of infinities and NaNs
	bias     int  // of the exponent when the mantissa is read as an integer
}

const floatDigits = 17

// bignum is a natural number, the low word first: room for 2^1130, the largest that occurs.
type bignum struct {
	n     int // words in use; the highest is not zero
	words [37]uint32
}

func printfloat(v float64) {
	bits := *(*uint64)(unsafe.Pointer(&v))
	printfloatbits(bits&(1<<63-1), bits>>63 != 0, false, floatFormat{52, 0x7ff, 1075})
}

func printfloat32(v float32) {
	bits := *(*uint32)(unsafe.Pointer(&v))
	printfloatbits(uint64(bits&(1<<31-1)), bits>>31 != 0, false, floatFormat{23, 0xff, 150})
}

func printcomplex(v complex128) {
	parts := (*[2]uint64)(unsafe.Pointer(&v))
	f := floatFormat{52, 0x7ff, 1075}
	putchar('(')
	printfloatbits(parts[0]&(1<<63-1), parts[0]>>63 != 0, false, f)
	printfloatbits(parts[1]&(1<<63-1), parts[1]>>63 != 0, true, f)
	printstring("i)")
}

func printcomplex64(v complex64) {
	parts := (*[2]uint32)(unsafe.Pointer(&v))
	f := floatFormat{23, 0xff, 150}
	putchar('(')
	printfloatbits(uint64(parts[0]&(1<<31-1)), parts[0]>>31 != 0, false, f)
	printfloatbits(uint64(parts[1]&(1<<31-1)), parts[1]>>31 != 0, true, f)
	printstring("i)")
}

// printfloatbits prints the value with these bits below the sign.
func printfloatbits(bits uint64, neg, plus bool, f floatFormat) {
	mant := bits & (1<<f.mantBits - 1)
	exp := int(uint32(bits >> f.mantBits))
	if exp == f.expMax && mant != 0 {
		if plus {
			putchar('+')
		}
		printstring("NaN")
		return
	}
	switch {
	case neg:
		putchar('-')
	case plus || exp == f.expMax:
		putchar('+')
	}
	switch {
	case exp == f.expMax:
		printstring("Inf")
	case bits == 0:
		putchar('0')
	default:
		if exp == 0 {
			exp = 1
		} else {
			mant |= 1 << f.mantBits
		}
		var digits [floatDigits]byte
		// Below a power of two the next value is only half as far away.
		narrow := mant == 1<<f.mantBits && exp > 1
		n, point := shortestDigits(&digits, mant, exp-f.bias, narrow)
		printdecimal(digits[:n], point)
	}
}

// printdecimal prints 0.ddd * 10^point as format 'g' does.
func printdecimal(digits []byte, point int) {
	exp := point - 1
	if exp < -4 || exp >= 6 {
		printmantissa(digits, 1)
		putchar('e')
		if exp < 0 {
			putchar('-')
			exp = -exp
		} else {
			putchar('+')
		}
		if exp < 10 {
			putchar('0')
		}
		printuint32(uint32(exp))
		return
	}
	printmantissa(digits, point)
}

// printmantissa prints the digits with the point behind the first so many.
func printmantissa(digits []byte, point int) {
	if point <= 0 {
		printstring("0.")
		for ; point < 0; point++ {
			putchar('0')
		}
		point = -1
	}
	for i := 0; i < len(digits); i++ {
		if i == point {
			putchar('.')
		}
		putchar('0' + digits[i])
	}
	for i := len(digits); i < point; i++ {
		putchar('0')
	}
}

// shortestDigits gives the shortest digits for mant * 2^exp: the number of them and the place of
// the decimal point, so that the value is 0.ddd * 10^point. With narrow set, the next lower value
// is mant*2^exp - 2^(exp-1), else both neighbours are 2^exp away.
func shortestDigits(digits *[floatDigits]byte, mant uint64, exp int, narrow bool) (n, point int) {
	// value = r/s; half the distances to the neighbours are low/s and high/s.
	var r, s, low bignum
	r.set(mant)
	s.set(1)
	low.set(1)
	shift := uint(1)
	if narrow {
		shift = 2
	}
	if exp >= 0 {
		r.shiftLeft(uint(exp) + shift)
		s.shiftLeft(shift)
		low.shiftLeft(uint(exp))
	} else {
		r.shiftLeft(shift)
		s.shiftLeft(uint(-exp) + shift)
	}
	// If the mantissa is even, the ends of the interval read back as this value too.
	closed := mant&1 == 0

	// Scale so that 1 is between r/s and 10, from an estimate of the logarithm that is right or one
	// too low: 1233/4096 is a little less than log10(2), 1 is taken off for what is cut away.
	point = ((exp+bitLen64(mant)-1)*1233)>>12 - 1
	for i := 0; i < point; i++ {
		s.mulAdd(10, 0)
	}
	for i := point; i < 0; i++ {
		r.mulAdd(10, 0)
		low.mulAdd(10, 0)
	}
	for {
		if c := compareSum(&r, &low, narrow, &s); c < 0 || c == 0 && !closed {
			break
		}
		s.mulAdd(10, 0)
		point++
	}
	for {
		r.mulAdd(10, 0)
		low.mulAdd(10, 0)
		d := byte(0)
		for r.compare(&s) >= 0 {
			r.sub(&s)
			d++
		}
		lowEnd := r.compare(&low)
		highEnd := compareSum(&r, &low, narrow, &s)
		down := lowEnd < 0 || lowEnd == 0 && closed
		up := highEnd > 0 || highEnd == 0 && closed
		if down && up {
			// Both this digit and the next one will do: the nearer it is, the even one if they
			// are equally near.
			r.shiftLeft(1)
			c := r.compare(&s)
			up = c > 0 || c == 0 && d&1 != 0
		}
		if up {
			d++
		}
		digits[n] = d
		n++
		if up || down {
			return n, point
		}
	}
}

// compareSum compares r plus the upper half distance, low or with narrow set twice low, with s.
func compareSum(r, low *bignum, narrow bool, s *bignum) int {
	sum := *r
	sum.add(low)
	if narrow {
		sum.add(low)
	}
	return sum.compare(s)
}

func bitLen64(v uint64) int {
	n := 0
	for ; v != 0; v >>= 1 {
		n++
	}
	return n
}

func (b *bignum) set(v uint64) {
	b.words[0] = uint32(v)
	b.words[1] = uint32(v >> 32)
	b.n = 2
	b.trim()
}

func (b *bignum) trim() {
	for b.n > 0 && b.words[b.n-1] == 0 {
		b.n--
	}
}

// mulAdd makes b*factor + carry of it.
func (b *bignum) mulAdd(factor, carry uint32) {
	for i := 0; i < b.n; i++ {
		t := uint64(b.words[i])*uint64(factor) + uint64(carry)
		b.words[i] = uint32(t)
		carry = uint32(t >> 32)
	}
	if carry != 0 {
		b.words[b.n] = carry
		b.n++
	}
}

func (b *bignum) shiftLeft(k uint) {
	for ; k >= 31; k -= 31 {
		b.mulAdd(1<<31, 0)
	}
	b.mulAdd(1<<k, 0)
}

func (b *bignum) add(c *bignum) {
	carry := uint64(0)
	for i := 0; i < c.n || carry != 0; i++ {
		if i == b.n {
			b.words[i] = 0
			b.n++
		}
		if i < c.n {
			carry += uint64(c.words[i])
		}
		carry += uint64(b.words[i])
		b.words[i] = uint32(carry)
		carry >>= 32
	}
}

// sub subtracts c, which is not larger.
func (b *bignum) sub(c *bignum) {
	borrow := uint32(0)
	for i := 0; i < b.n; i++ {
		d := uint64(b.words[i]) - uint64(borrow)
		if i < c.n {
			d -= uint64(c.words[i])
		}
		b.words[i] = uint32(d)
		borrow = uint32(d>>32) & 1
	}
	b.trim()
}

func (b *bignum) compare(c *bignum) int {
	if b.n != c.n {
		return b.n - c.n
	}
	for i := b.n - 1; i >= 0; i-- {
		if b.words[i] != c.words[i] {
			if b.words[i] < c.words[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}
