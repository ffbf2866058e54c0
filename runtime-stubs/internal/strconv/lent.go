package strconv

import "unsafe"

// decimalRoom holds any 64-bit number with its sign.
type decimalRoom = [24]byte

// decimalText is FormatInt(i, 10). Where the caller has no use for the text when it returns, the
// compiler's pass `escape` gives memory of the caller's stack for it instead of nil.
func decimalText(buf *decimalRoom, i int64) string {
	if buf == nil {
		return FormatInt(i, 10)
	}
	if 0 <= i && i < nSmalls {
		return small(int(i))
	}
	if i >= 0 {
		return textFrom(buf, RuntimeFormatBase10(buf[:], uint64(i)))
	}
	start := RuntimeFormatBase10(buf[:], -uint64(i)) - 1
	buf[start] = '-'
	return textFrom(buf, start)
}

// unsignedText is the same for FormatUint(i, 10).
func unsignedText(buf *decimalRoom, i uint64) string {
	if buf == nil {
		return FormatUint(i, 10)
	}
	if i < nSmalls {
		return small(int(i))
	}
	return textFrom(buf, RuntimeFormatBase10(buf[:], i))
}

func textFrom(buf *decimalRoom, start int) string {
	text := buf[start:]
	return *(*string)(unsafe.Pointer(&text)) // the first two words of a slice
}
