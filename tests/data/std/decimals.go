// Numbers with many digits, which package strconv shifts digit by digit.
package main

import (
	"math"
	"strconv"
)

func main() {
	sum := uint32(2166136261)
	add := func(s string) {
		for i := range len(s) {
			sum = (sum ^ uint32(s[i])) * 16777619
		}
	}
	seed := uint64(1)
	for e := range 2100 {
		seed = seed*6364136223846793005 + 1442695040888963407
		f := math.Float64frombits(seed&^(0x7ff<<52) | uint64(e%2047)<<52)
		// More digits than fit into 64 bits are made one by one.
		text := strconv.FormatFloat(f, 'e', 30+e%740, 64)
		add(text)
		// As many digits as the shifting keeps, and more, near the middle between two numbers.
		for _, tail := range []string{"", "5", "50000000000000000000000000000000000000000001"} {
			g, err := strconv.ParseFloat(text[:len(text)-5]+tail+text[len(text)-5:], 64)
			if err != nil {
				add(err.Error())
			}
			add(strconv.FormatUint(math.Float64bits(g), 16))
		}
		if e%70 == 0 {
			println(e, sum, text[:30])
		}
	}
	long := "1"
	for len(long) < 820 {
		long += "0"
	}
	for _, s := range []string{
		"9007199254740993", "9007199254740993" + long[1:], long + "e-820", long + "1e-830", "0." + long,
		"179769313486231580793728971405301e276", "2.2250738585072011e-308", "4.9406564584124654417e-324",
		"2.4703282292062327208e-324", "2.4703282292062328e-324", long + "5" + long,
	} {
		f, err := strconv.ParseFloat(s, 64)
		g, err32 := strconv.ParseFloat(s, 32)
		println(math.Float64bits(f), err == nil, math.Float32bits(float32(g)), err32 == nil)
	}
	println(strconv.FormatFloat(math.MaxFloat64, 'f', 3, 64))
	println(strconv.FormatFloat(math.SmallestNonzeroFloat64, 'e', 780, 64))
}
