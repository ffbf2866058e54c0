package runtime

// scale multiplies a time by whole + frac/2^32. Dividing 64-bit numbers costs a library function;
// two multiplications do as well here.
func scale(x int64, whole, frac uint32) int64 {
	high, low := uint64(uint32(uint64(x)>>32)), uint64(uint32(x))
	return x*int64(whole) + int64(high*uint64(frac)+low*uint64(frac)>>32)
}
