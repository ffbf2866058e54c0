// Package constanttime compares and selects without branches that depend on the values.
package constanttime

// Select is x if v is 1 and y if v is 0.
func Select(v, x, y int) int {
	return ^(v-1)&x | (v-1)&y
}

// ByteEq is 1 if x == y, else 0.
func ByteEq(x, y uint8) int {
	return int((uint32(x^y) - 1) >> 31)
}

// Eq is 1 if x == y, else 0.
func Eq(x, y int32) int {
	return int((uint64(uint32(x^y)) - 1) >> 63)
}

// LessOrEq is 1 if x <= y, else 0. Both are at least 0.
func LessOrEq(x, y int) int {
	return int((uint32(x)-uint32(y)-1)>>31) & 1
}
