package runtime

// complex128div is the quotient of complex numbers: Smith's method, which does not overflow where
// the result does not, and then the rules of C99, annex G.5.1, for infinities and zeros.
func complex128div(n, m complex128) complex128 {
	a, b := real(n), imag(n)
	c, d := real(m), imag(m)
	var re, im float64
	if floatAbs(c) >= floatAbs(d) {
		ratio := d / c
		by := c + ratio*d
		re = (a + b*ratio) / by
		im = (b - a*ratio) / by
	} else {
		ratio := c / d
		by := d + ratio*c
		re = (a*ratio + b) / by
		im = (b*ratio - a) / by
	}
	if re == re || im == im {
		return complex(re, im)
	}
	switch {
	case c == 0 && d == 0 && (a == a || b == b):
		inf := signOf(floatInf(), c)
		re = inf * a
		im = inf * b
	case (isInf(a) || isInf(b)) && isFinite(c) && isFinite(d):
		a, b = infToOne(a), infToOne(b)
		re = floatInf() * (a*c + b*d)
		im = floatInf() * (b*c - a*d)
	case (isInf(c) || isInf(d)) && isFinite(a) && isFinite(b):
		c, d = infToOne(c), infToOne(d)
		re = 0 * (a*c + b*d)
		im = 0 * (b*c - a*d)
	}
	return complex(re, im)
}

func floatInf() float64 {
	zero := 0.0
	return 1 / zero
}

func floatAbs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

func isInf(x float64) bool {
	return x == x && x-x != 0
}

func isFinite(x float64) bool {
	return x-x == 0
}

// signOf is x, which is positive, with the sign of s.
func signOf(x, s float64) float64 {
	if s < 0 || s == 0 && 1/s < 0 {
		return -x
	}
	return x
}

// infToOne keeps only the sign of x and whether it is infinite.
func infToOne(x float64) float64 {
	if isInf(x) {
		return signOf(1, x)
	}
	return signOf(0, x)
}
