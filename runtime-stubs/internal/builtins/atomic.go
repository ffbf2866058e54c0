package builtins

import _ "unsafe"

// The atomic operations that a core has no instructions for, by the names that LLVM gives them:
// all of them on a Cortex-M0 or an RV32 without extension A, those of 64 bits on the others. With
// interrupts off nothing can come between on the one core that runs Go.

//go:linkname disableInterrupts embgo_irq_disable
func disableInterrupts() uintptr

//go:linkname restoreInterrupts embgo_irq_restore
func restoreInterrupts(state uintptr)

//export __atomic_load_1
func atomicLoad1(p *uint8, order int32) uint8 {
	state := disableInterrupts()
	v := *p
	restoreInterrupts(state)
	return v
}

//export __atomic_store_1
func atomicStore1(p *uint8, v uint8, order int32) {
	state := disableInterrupts()
	*p = v
	restoreInterrupts(state)
}

//export __atomic_exchange_1
func atomicExchange1(p *uint8, v uint8, order int32) uint8 {
	state := disableInterrupts()
	old := *p
	*p = v
	restoreInterrupts(state)
	return old
}

//export __atomic_compare_exchange_1
func atomicCompareExchange1(p, expected *uint8, v uint8, success, failure int32) uint32 {
	state := disableInterrupts()
	old := *p
	same := old == *expected
	if same {
		*p = v
	} else {
		*expected = old
	}
	restoreInterrupts(state)
	return flag(same)
}

//export __atomic_fetch_add_1
func atomicFetchAdd1(p *uint8, v uint8, order int32) uint8 {
	state := disableInterrupts()
	old := *p
	*p = old + v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_sub_1
func atomicFetchSub1(p *uint8, v uint8, order int32) uint8 {
	state := disableInterrupts()
	old := *p
	*p = old - v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_and_1
func atomicFetchAnd1(p *uint8, v uint8, order int32) uint8 {
	state := disableInterrupts()
	old := *p
	*p = old & v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_or_1
func atomicFetchOr1(p *uint8, v uint8, order int32) uint8 {
	state := disableInterrupts()
	old := *p
	*p = old | v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_xor_1
func atomicFetchXor1(p *uint8, v uint8, order int32) uint8 {
	state := disableInterrupts()
	old := *p
	*p = old ^ v
	restoreInterrupts(state)
	return old
}

//export __atomic_load_2
func atomicLoad2(p *uint16, order int32) uint16 {
	state := disableInterrupts()
	v := *p
	restoreInterrupts(state)
	return v
}

//export __atomic_store_2
func atomicStore2(p *uint16, v uint16, order int32) {
	state := disableInterrupts()
	*p = v
	restoreInterrupts(state)
}

//export __atomic_exchange_2
func atomicExchange2(p *uint16, v uint16, order int32) uint16 {
	state := disableInterrupts()
	old := *p
	*p = v
	restoreInterrupts(state)
	return old
}

//export __atomic_compare_exchange_2
func atomicCompareExchange2(p, expected *uint16, v uint16, success, failure int32) uint32 {
	state := disableInterrupts()
	old := *p
	same := old == *expected
	if same {
		*p = v
	} else {
		*expected = old
	}
	restoreInterrupts(state)
	return flag(same)
}

//export __atomic_fetch_add_2
func atomicFetchAdd2(p *uint16, v uint16, order int32) uint16 {
	state := disableInterrupts()
	old := *p
	*p = old + v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_sub_2
func atomicFetchSub2(p *uint16, v uint16, order int32) uint16 {
	state := disableInterrupts()
	old := *p
	*p = old - v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_and_2
func atomicFetchAnd2(p *uint16, v uint16, order int32) uint16 {
	state := disableInterrupts()
	old := *p
	*p = old & v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_or_2
func atomicFetchOr2(p *uint16, v uint16, order int32) uint16 {
	state := disableInterrupts()
	old := *p
	*p = old | v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_xor_2
func atomicFetchXor2(p *uint16, v uint16, order int32) uint16 {
	state := disableInterrupts()
	old := *p
	*p = old ^ v
	restoreInterrupts(state)
	return old
}

//export __atomic_load_4
func atomicLoad4(p *uint32, order int32) uint32 {
	state := disableInterrupts()
	v := *p
	restoreInterrupts(state)
	return v
}

//export __atomic_store_4
func atomicStore4(p *uint32, v uint32, order int32) {
	state := disableInterrupts()
	*p = v
	restoreInterrupts(state)
}

//export __atomic_exchange_4
func atomicExchange4(p *uint32, v uint32, order int32) uint32 {
	state := disableInterrupts()
	old := *p
	*p = v
	restoreInterrupts(state)
	return old
}

//export __atomic_compare_exchange_4
func atomicCompareExchange4(p, expected *uint32, v uint32, success, failure int32) uint32 {
	state := disableInterrupts()
	old := *p
	same := old == *expected
	if same {
		*p = v
	} else {
		*expected = old
	}
	restoreInterrupts(state)
	return flag(same)
}

//export __atomic_fetch_add_4
func atomicFetchAdd4(p *uint32, v uint32, order int32) uint32 {
	state := disableInterrupts()
	old := *p
	*p = old + v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_sub_4
func atomicFetchSub4(p *uint32, v uint32, order int32) uint32 {
	state := disableInterrupts()
	old := *p
	*p = old - v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_and_4
func atomicFetchAnd4(p *uint32, v uint32, order int32) uint32 {
	state := disableInterrupts()
	old := *p
	*p = old & v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_or_4
func atomicFetchOr4(p *uint32, v uint32, order int32) uint32 {
	state := disableInterrupts()
	old := *p
	*p = old | v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_xor_4
func atomicFetchXor4(p *uint32, v uint32, order int32) uint32 {
	state := disableInterrupts()
	old := *p
	*p = old ^ v
	restoreInterrupts(state)
	return old
}

//export __atomic_load_8
func atomicLoad8(p *uint64, order int32) uint64 {
	state := disableInterrupts()
	v := *p
	restoreInterrupts(state)
	return v
}

//export __atomic_store_8
func atomicStore8(p *uint64, v uint64, order int32) {
	state := disableInterrupts()
	*p = v
	restoreInterrupts(state)
}

//export __atomic_exchange_8
func atomicExchange8(p *uint64, v uint64, order int32) uint64 {
	state := disableInterrupts()
	old := *p
	*p = v
	restoreInterrupts(state)
	return old
}

//export __atomic_compare_exchange_8
func atomicCompareExchange8(p, expected *uint64, v uint64, success, failure int32) uint32 {
	state := disableInterrupts()
	old := *p
	same := old == *expected
	if same {
		*p = v
	} else {
		*expected = old
	}
	restoreInterrupts(state)
	return flag(same)
}

//export __atomic_fetch_add_8
func atomicFetchAdd8(p *uint64, v uint64, order int32) uint64 {
	state := disableInterrupts()
	old := *p
	*p = old + v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_sub_8
func atomicFetchSub8(p *uint64, v uint64, order int32) uint64 {
	state := disableInterrupts()
	old := *p
	*p = old - v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_and_8
func atomicFetchAnd8(p *uint64, v uint64, order int32) uint64 {
	state := disableInterrupts()
	old := *p
	*p = old & v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_or_8
func atomicFetchOr8(p *uint64, v uint64, order int32) uint64 {
	state := disableInterrupts()
	old := *p
	*p = old | v
	restoreInterrupts(state)
	return old
}

//export __atomic_fetch_xor_8
func atomicFetchXor8(p *uint64, v uint64, order int32) uint64 {
	state := disableInterrupts()
	old := *p
	*p = old ^ v
	restoreInterrupts(state)
	return old
}
