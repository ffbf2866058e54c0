//go:build cortexm

package builtins

// The names of the "Run-time ABI for the Arm Architecture" (RTABI, chapter 5). All numbers are in
// core registers, with a hard-float calling convention too.

//export __aeabi_uidiv
func aeabiUidiv(n, d uint32) uint32 {
	q, _ := divide32(n, d)
	return q
}

//export __aeabi_idiv
func aeabiIdiv(n, d int32) int32 {
	q, _ := divideSigned32(n, d)
	return q
}

//export __aeabi_uidivmod
func aeabiUidivmod(n, d uint32) (q, r uint32) { return divide32(n, d) }

//export __aeabi_idivmod
func aeabiIdivmod(n, d int32) (q, r int32) { return divideSigned32(n, d) }

//export __aeabi_uldivmod
func aeabiUldivmod(n, d uint64) (q, r uint64) { return divide64(n, d) }

//export __aeabi_ldivmod
func aeabiLdivmod(n, d int64) (q, r int64) { return divideSigned64(n, d) }

//export __aeabi_lmul
func aeabiLmul(a, b uint64) uint64 { return multiply64(a, b) }

//export __aeabi_llsl
func aeabiLlsl(v uint64, n uint32) uint64 { return shiftLeft64(v, n) }

//export __aeabi_llsr
func aeabiLlsr(v uint64, n uint32) uint64 { return shiftRight64(v, n) }

//export __aeabi_lasr
func aeabiLasr(v int64, n uint32) int64 { return shiftSigned64(v, n) }

//export __aeabi_fadd
func aeabiFadd(a, b uint32) uint32 { return add32(a, b) }

//export __aeabi_fsub
func aeabiFsub(a, b uint32) uint32 { return add32(a, b^sign32) }

//export __aeabi_frsub
func aeabiFrsub(a, b uint32) uint32 { return add32(a^sign32, b) }

//export __aeabi_fmul
func aeabiFmul(a, b uint32) uint32 { return mul32(a, b) }

//export __aeabi_fdiv
func aeabiFdiv(a, b uint32) uint32 { return div32(a, b) }

//export __aeabi_fcmpeq
func aeabiFcmpeq(a, b uint32) uint32 { return flag(compare32(a, b) == 0) }

//export __aeabi_fcmplt
func aeabiFcmplt(a, b uint32) uint32 { return flag(compare32(a, b) < 0) }

//export __aeabi_fcmple
func aeabiFcmple(a, b uint32) uint32 { return flag(compare32(a, b) <= 0) }

//export __aeabi_fcmpge
func aeabiFcmpge(a, b uint32) uint32 { return flag(compare32(a, b)&^1 == 0) }

//export __aeabi_fcmpgt
func aeabiFcmpgt(a, b uint32) uint32 { return flag(compare32(a, b) == 1) }

//export __aeabi_fcmpun
func aeabiFcmpun(a, b uint32) uint32 { return flag(compare32(a, b) == unordered) }

//export __aeabi_dadd
func aeabiDadd(a, b uint64) uint64 { return add64(a, b) }

//export __aeabi_dsub
func aeabiDsub(a, b uint64) uint64 { return add64(a, b^sign64) }

//export __aeabi_drsub
func aeabiDrsub(a, b uint64) uint64 { return add64(a^sign64, b) }

//export __aeabi_dmul
func aeabiDmul(a, b uint64) uint64 { return mul64(a, b) }

//export __aeabi_ddiv
func aeabiDdiv(a, b uint64) uint64 { return div64(a, b) }

//export __aeabi_dcmpeq
func aeabiDcmpeq(a, b uint64) uint32 { return flag(compare64(a, b) == 0) }

//export __aeabi_dcmplt
func aeabiDcmplt(a, b uint64) uint32 { return flag(compare64(a, b) < 0) }

//export __aeabi_dcmple
func aeabiDcmple(a, b uint64) uint32 { return flag(compare64(a, b) <= 0) }

//export __aeabi_dcmpge
func aeabiDcmpge(a, b uint64) uint32 { return flag(compare64(a, b)&^1 == 0) }

//export __aeabi_dcmpgt
func aeabiDcmpgt(a, b uint64) uint32 { return flag(compare64(a, b) == 1) }

//export __aeabi_dcmpun
func aeabiDcmpun(a, b uint64) uint32 { return flag(compare64(a, b) == unordered) }

//export __aeabi_f2iz
func aeabiF2iz(v uint32) int32 { return toInt32(extend(v)) }

//export __aeabi_f2uiz
func aeabiF2uiz(v uint32) uint32 { return toUint32(extend(v)) }

//export __aeabi_f2lz
func aeabiF2lz(v uint32) int64 { return toInt64(extend(v)) }

//export __aeabi_f2ulz
func aeabiF2ulz(v uint32) uint64 { return toUint64(extend(v)) }

//export __aeabi_f2d
func aeabiF2d(v uint32) uint64 { return extend(v) }

//export __aeabi_d2iz
func aeabiD2iz(v uint64) int32 { return toInt32(v) }

//export __aeabi_d2uiz
func aeabiD2uiz(v uint64) uint32 { return toUint32(v) }

//export __aeabi_d2lz
func aeabiD2lz(v uint64) int64 { return toInt64(v) }

//export __aeabi_d2ulz
func aeabiD2ulz(v uint64) uint64 { return toUint64(v) }

//export __aeabi_d2f
func aeabiD2f(v uint64) uint32 { return truncate(v) }

//export __aeabi_i2f
func aeabiI2f(v int32) uint32 { return narrowInt32(v) }

//export __aeabi_ui2f
func aeabiUi2f(v uint32) uint32 { return narrowUint32(v) }

//export __aeabi_l2f
func aeabiL2f(v int64) uint32 { return narrowInt64(v) }

//export __aeabi_ul2f
func aeabiUl2f(v uint64) uint32 { return narrowUint64(v) }

//export __aeabi_i2d
func aeabiI2d(v int32) uint64 { return fromInt32(v) }

//export __aeabi_ui2d
func aeabiUi2d(v uint32) uint64 { return fromUint32(v) }

//export __aeabi_l2d
func aeabiL2d(v int64) uint64 { return fromInt64(v) }

//export __aeabi_ul2d
func aeabiUl2d(v uint64) uint64 { return fromUint64(v) }
