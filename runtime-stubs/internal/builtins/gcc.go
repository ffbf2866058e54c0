//go:build !cortexm

package builtins

// The names of GCC's libgcc, which LLVM uses for RISC-V and others. Floats are in core registers
// (ABI ilp32).

//export __udivsi3
func udivsi3(n, d uint32) uint32 {
	q, _ := divide32(n, d)
	return q
}

//export __umodsi3
func umodsi3(n, d uint32) uint32 {
	_, r := divide32(n, d)
	return r
}

//export __divsi3
func divsi3(n, d int32) int32 {
	q, _ := divideSigned32(n, d)
	return q
}

//export __modsi3
func modsi3(n, d int32) int32 {
	_, r := divideSigned32(n, d)
	return r
}

//export __udivdi3
func udivdi3(n, d uint64) uint64 {
	q, _ := divide64(n, d)
	return q
}

//export __umoddi3
func umoddi3(n, d uint64) uint64 {
	_, r := divide64(n, d)
	return r
}

//export __divdi3
func divdi3(n, d int64) int64 {
	q, _ := divideSigned64(n, d)
	return q
}

//export __moddi3
func moddi3(n, d int64) int64 {
	_, r := divideSigned64(n, d)
	return r
}

//export __mulsi3
func mulsi3(a, b uint32) uint32 { return multiply32(a, b) }

//export __muldi3
func muldi3(a, b uint64) uint64 { return multiply64(a, b) }

//export __ashldi3
func ashldi3(v uint64, n uint32) uint64 { return shiftLeft64(v, n) }

//export __lshrdi3
func lshrdi3(v uint64, n uint32) uint64 { return shiftRight64(v, n) }

//export __ashrdi3
func ashrdi3(v int64, n uint32) int64 { return shiftSigned64(v, n) }

//export __addsf3
func addsf3(a, b uint32) uint32 { return add32(a, b) }

//export __subsf3
func subsf3(a, b uint32) uint32 { return add32(a, b^sign32) }

//export __mulsf3
func mulsf3(a, b uint32) uint32 { return mul32(a, b) }

//export __divsf3
func divsf3(a, b uint32) uint32 { return div32(a, b) }

//export __negsf2
func negsf2(v uint32) uint32 { return v ^ sign32 }

//export __eqsf2
func eqsf2(a, b uint32) int32 { return compare32(a, b) }

//export __nesf2
func nesf2(a, b uint32) int32 { return compare32(a, b) }

//export __ltsf2
func ltsf2(a, b uint32) int32 { return compare32(a, b) }

//export __lesf2
func lesf2(a, b uint32) int32 { return compare32(a, b) }

//export __gesf2
func gesf2(a, b uint32) int32 { return negativeUnordered(compare32(a, b)) }

//export __gtsf2
func gtsf2(a, b uint32) int32 { return negativeUnordered(compare32(a, b)) }

//export __unordsf2
func unordsf2(a, b uint32) uint32 { return flag(compare32(a, b) == unordered) }

//export __adddf3
func adddf3(a, b uint64) uint64 { return add64(a, b) }

//export __subdf3
func subdf3(a, b uint64) uint64 { return add64(a, b^sign64) }

//export __muldf3
func muldf3(a, b uint64) uint64 { return mul64(a, b) }

//export __divdf3
func divdf3(a, b uint64) uint64 { return div64(a, b) }

//export __negdf2
func negdf2(v uint64) uint64 { return v ^ sign64 }

//export __eqdf2
func eqdf2(a, b uint64) int32 { return compare64(a, b) }

//export __nedf2
func nedf2(a, b uint64) int32 { return compare64(a, b) }

//export __ltdf2
func ltdf2(a, b uint64) int32 { return compare64(a, b) }

//export __ledf2
func ledf2(a, b uint64) int32 { return compare64(a, b) }

//export __gedf2
func gedf2(a, b uint64) int32 { return negativeUnordered(compare64(a, b)) }

//export __gtdf2
func gtdf2(a, b uint64) int32 { return negativeUnordered(compare64(a, b)) }

//export __unorddf2
func unorddf2(a, b uint64) uint32 { return flag(compare64(a, b) == unordered) }

// negativeUnordered is for comparisons that must come out false, and so negative, for a NaN.
func negativeUnordered(c int32) int32 {
	if c == unordered {
		return -1
	}
	return c
}

//export __fixsfsi
func fixsfsi(v uint32) int32 { return toInt32(extend(v)) }

//export __fixunssfsi
func fixunssfsi(v uint32) uint32 { return toUint32(extend(v)) }

//export __fixsfdi
func fixsfdi(v uint32) int64 { return toInt64(extend(v)) }

//export __fixunssfdi
func fixunssfdi(v uint32) uint64 { return toUint64(extend(v)) }

//export __extendsfdf2
func extendsfdf2(v uint32) uint64 { return extend(v) }

//export __fixdfsi
func fixdfsi(v uint64) int32 { return toInt32(v) }

//export __fixunsdfsi
func fixunsdfsi(v uint64) uint32 { return toUint32(v) }

//export __fixdfdi
func fixdfdi(v uint64) int64 { return toInt64(v) }

//export __fixunsdfdi
func fixunsdfdi(v uint64) uint64 { return toUint64(v) }

//export __truncdfsf2
func truncdfsf2(v uint64) uint32 { return truncate(v) }

//export __floatsisf
func floatsisf(v int32) uint32 { return narrowInt32(v) }

//export __floatunsisf
func floatunsisf(v uint32) uint32 { return narrowUint32(v) }

//export __floatdisf
func floatdisf(v int64) uint32 { return narrowInt64(v) }

//export __floatundisf
func floatundisf(v uint64) uint32 { return narrowUint64(v) }

//export __floatsidf
func floatsidf(v int32) uint64 { return fromInt32(v) }

//export __floatunsidf
func floatunsidf(v uint32) uint64 { return fromUint32(v) }

//export __floatdidf
func floatdidf(v int64) uint64 { return fromInt64(v) }

//export __floatundidf
func floatundidf(v uint64) uint64 { return fromUint64(v) }
