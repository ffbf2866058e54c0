package main

import "strconv"

func main() {
	for _, s := range []string{"0", "42", "-17", "2147483647", "2147483648", "99999999999999999999", "0x1f", "x", "", "1_000"} {
		n, err := strconv.Atoi(s)
		print(n)
		if err != nil {
			print(" ", err.Error())
		}
		println()
		m, err := strconv.ParseInt(s, 0, 64)
		print(m)
		if err != nil {
			print(" ", err.Error())
		}
		println()
	}
	for _, f := range []float64{0, 1, -1.5, 3.141592653589793, 1e100, 5e-324, 1.7976931348623157e308, 123456789, 0.1, 1.0 / 3} {
		println(strconv.FormatFloat(f, 'g', -1, 64), strconv.FormatFloat(f, 'e', 5, 64), strconv.FormatFloat(f, 'f', 3, 64), strconv.FormatFloat(f, 'b', -1, 64), strconv.FormatFloat(f, 'x', -1, 64), strconv.FormatFloat(f, 'g', -1, 32))
	}
	for _, s := range []string{"1", "1.5", "1e10", "1e400", "-0", "inf", "NaN", "0x1p-2", "1.7976931348623159e308", "4.9e-324", "abc", "123456789012345678901234567890"} {
		f, err := strconv.ParseFloat(s, 64)
		print(f)
		if err != nil {
			print(" ", err.Error())
		}
		println()
	}
	println(strconv.Quote("hi\n\"é\x00\xff☺"), strconv.QuoteToASCII("é☺"), strconv.Itoa(-123), strconv.FormatInt(255, 2), strconv.FormatUint(1<<63, 36))
	u, err := strconv.Unquote(`"a\tb\u00e9"`)
	println(u, err == nil)
	b, err := strconv.ParseBool("true")
	println(b, err == nil)
	c, err := strconv.ParseComplex("1+2i", 128)
	println(real(c), imag(c), err == nil)
	println(string(strconv.AppendInt(nil, 77, 8)), strconv.IsPrint('a'), strconv.CanBackquote("x`"))
}
