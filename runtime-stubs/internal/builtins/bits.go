package builtins

// The bit counts and the byte order, for cores without the instructions.

func leadingZeros(v uint32) int32 {
	if v == 0 {
		return 32
	}
	n := int32(0)
	for step := uint32(16); step != 0; step >>= 1 {
		if v>>((32-step)&31) == 0 {
			n += int32(step)
			v <<= step & 31
		}
	}
	return n
}

func trailingZeros(v uint32) int32 {
	if v == 0 {
		return 32
	}
	return 31 - leadingZeros(v&-v)
}

func onesCount(v uint32) int32 {
	n := int32(0)
	for ; v != 0; v &= v - 1 {
		n++
	}
	return n
}

func swapBytes(v uint32) uint32 {
	v = v>>8&0xff00ff | v&0xff00ff<<8
	return v>>16 | v<<16
}

//export __clzsi2
func clzsi2(v uint32) int32 { return leadingZeros(v) }

//export __clzdi2
func clzdi2(v uint64) int32 {
	if high := uint32(v >> 32); high != 0 {
		return leadingZeros(high)
	}
	return 32 + leadingZeros(uint32(v))
}

//export __ctzsi2
func ctzsi2(v uint32) int32 { return trailingZeros(v) }

//export __ctzdi2
func ctzdi2(v uint64) int32 {
	if low := uint32(v); low != 0 {
		return trailingZeros(low)
	}
	return 32 + trailingZeros(uint32(v>>32))
}

//export __popcountsi2
func popcountsi2(v uint32) int32 { return onesCount(v) }

//export __popcountdi2
func popcountdi2(v uint64) int32 { return onesCount(uint32(v)) + onesCount(uint32(v>>32)) }

//export __bswapsi2
func bswapsi2(v uint32) uint32 { return swapBytes(v) }

//export __bswapdi2
func bswapdi2(v uint64) uint64 { return join(swapBytes(uint32(v)), swapBytes(uint32(v>>32))) }
