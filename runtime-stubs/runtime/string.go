package runtime

import "unsafe"

const (
	runeError  = 0xfffd
	maxRune    = 0x10ffff
)

// room is memory on the stack of a caller that has no use for the result when it returns. The
// compiler's pass `escape` puts it in place of a first argument of nil, for the functions named
// there. Results that do not fit go to the heap.
type room = [32]byte

// newText gives memory for n bytes that need not be zero.
func newText(buf *room, n uintptr) unsafe.Pointer {
	if buf != nil && n <= uintptr(len(buf)) {
		return unsafe.Pointer(buf)
	}
	return alloc(n, layoutNoPointers|layoutNotZeroed)
}

// concat2 and its relatives give an operand itself if all others are empty. The pass `escape` is
// told what they do with pointers; it cannot see that in a list.
func concat2(buf *room, a, b string) string {
	list := [2]string{a, b}
	return concatN(buf, &list[0], 2)
}

func concat3(buf *room, a, b, c string) string {
	list := [3]string{a, b, c}
	return concatN(buf, &list[0], 3)
}

func concatN(buf *room, list *string, n int) string {
	strings := unsafe.Slice(list, n)
	total, last, used := 0, 0, 0
	for i, s := range strings {
		if len(s) != 0 {
			used++
			last = i
			total += len(s)
			if total < 0 {
				fatal("string concatenation too long")
			}
		}
	}
	if used <= 1 {
		return strings[last]
	}
	p := newText(buf, uintptr(total))
	at := p
	for _, s := range strings {
		memmove(at, stringPtr(s), uintptr(len(s)))
		at = add(at, uintptr(len(s)))
	}
	return stringAt(p, total)
}

func streq(a, b string) bool {
	return len(a) == len(b) && memequal(stringPtr(a), stringPtr(b), uintptr(len(a)))
}

// strcmp is negative, zero or positive as a is before, equal to or behind b.
func strcmp(a, b string) int {
	n := len(a)
	if n > len(b) {
		n = len(b)
	}
	for i := 0; i < n; i++ {
		if d := int(a[i]) - int(b[i]); d != 0 {
			return d
		}
	}
	return len(a) - len(b)
}

func bytes2string(buf *room, p unsafe.Pointer, n int) string {
	if n == 0 {
		return ""
	}
	q := newText(buf, uintptr(n))
	memmove(q, p, uintptr(n))
	return stringAt(q, n)
}

func string2bytes(buf *room, s string) []byte {
	n := uintptr(len(s))
	b := bytesAt(newText(buf, n), n)
	copy(b, s)
	return b
}

func intstring(buf *room, v int64) string {
	r := rune(v)
	if v != int64(r) {
		r = runeError
	}
	r = validRune(r)
	n := runeLen(r)
	p := newText(buf, uintptr(n))
	encodeRune(p, r, n)
	return stringAt(p, n)
}

func runes2string(runes []rune) string {
	n := 0
	for _, r := range runes {
		n += runeLen(validRune(r))
	}
	if n == 0 {
		return ""
	}
	p := alloc(uintptr(n), layoutNoPointers|layoutNotZeroed)
	at := p
	for _, r := range runes {
		r = validRune(r)
		k := runeLen(r)
		encodeRune(at, r, k)
		at = add(at, uintptr(k))
	}
	return stringAt(p, n)
}

func string2runes(s string) []rune {
	n := 0
	for range s {
		n++
	}
	const runeSize = 4
	runes := unsafe.Slice((*rune)(alloc(uintptr(n)*runeSize, layoutNoPointers|layoutNotZeroed)), n)
	i := 0
	for _, r := range s {
		runes[i] = r
		i++
	}
	return runes
}

// validRune gives U+FFFD for what is not a code point or is half of a surrogate pair.
func validRune(r rune) rune {
	if uint32(r) > maxRune || uint32(r)-0xd800 < 0x800 {
		return runeError
	}
	return r
}

// runeLen is the number of bytes of a valid code point.
func runeLen(r rune) int {
	switch {
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r < 0x10000:
		return 3
	}
	return 4
}

// encodeRune writes the n bytes of a code point: behind the first byte there are 6 bits in each.
func encodeRune(p unsafe.Pointer, r rune, n int) {
	b := unsafe.Slice((*byte)(p), n)
	if n == 1 {
		b[0] = byte(r)
		return
	}
	for i := n - 1; i > 0; i-- {
		b[i] = 0x80 | byte(r)&0x3f
		r >>= 6
	}
	b[0] = byte(uint32(0xf00)>>uint(n)) | byte(r)
}

// decoderune reads the code point that begins at s[i], a byte of at least 0x80. What is not valid
// UTF-8 (RFC 3629: too long a form, a surrogate, above U+10FFFF, cut off) is one byte of U+FFFD.
func decoderune(s string, i int) (rune, int) {
	bad := i + 1
	c := s[i]
	if c < 0xc2 || c > 0xf4 {
		return runeError, bad
	}
	more := 1
	least := rune(0x80)
	if c >= 0xf0 {
		more = 3
		least = 0x10000
	} else if c >= 0xe0 {
		more = 2
		least = 0x800
	}
	r := rune(c & (0x3f >> uint(more)))
	end := i + more
	if end >= len(s) {
		return runeError, bad
	}
	for i++; i <= end; i++ {
		b := s[i]
		if b&0xc0 != 0x80 {
			return runeError, bad
		}
		r = r<<6 | rune(b&0x3f)
	}
	if r < least || r != validRune(r) {
		return runeError, bad
	}
	return r, i
}
