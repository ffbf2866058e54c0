package fmt

import (
	"errors"
	"io"
	"os"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// A text is what a call of Sprintf, Errorf, ... is put together in, if the compiler knows the format
// and all operands are of plain types. Such a call becomes calls of the functions below, one for
// each piece (src/lower/func/format.rs), and the rest of this package is not needed for it.
type text struct {
	buf []byte
}

// The one that was used last, empty.
var spareText *text

// Larger ones are left to the collector.
const maxSpare = 1024

func textBegin() *text {
	t := spareText
	if t == nil {
		return new(text)
	}
	spareText = nil
	return t
}

func textFree(t *text) {
	if cap(t.buf) <= maxSpare {
		t.buf = t.buf[:0]
		spareText = t
	}
}

func textDone(t *text) string {
	s := string(t.buf)
	textFree(t)
	return s
}

func textError(t *text) error {
	return errors.New(textDone(t))
}

func textWrap(t *text, err error) error {
	return &wrapError{textDone(t), err}
}

func textWrite(t *text, w io.Writer) (int, error) {
	n, err := w.Write(t.buf)
	textFree(t)
	return n, err
}

func textOut(t *text) (int, error) {
	n, err := os.Stdout.Write(t.buf)
	textFree(t)
	return n, err
}

func textString(t *text, s string) {
	t.buf = append(t.buf, s...)
}

func textBytes(t *text, b []byte) {
	t.buf = append(t.buf, b...)
}

func textQuote(t *text, s string) {
	t.buf = strconv.AppendQuote(t.buf, s)
}

func textQuoteBytes(t *text, b []byte) {
	textQuote(t, string(b))
}

func textInt(t *text, v int64, base int) {
	t.buf = strconv.AppendInt(t.buf, v, base)
}

func textUint(t *text, v uint64, base int) {
	t.buf = strconv.AppendUint(t.buf, v, base)
}

func textBool(t *text, v bool) {
	t.buf = strconv.AppendBool(t.buf, v)
}

func textFloat(t *text, v float64, verb byte, prec, size int) {
	t.buf = strconv.AppendFloat(t.buf, v, verb, prec, size)
}

// textChar writes %c of an integer.
func textChar(t *text, v uint64) {
	r := rune(utf8.RuneError)
	if v <= utf8.MaxRune {
		r = rune(v)
	}
	t.buf = utf8.AppendRune(t.buf, r)
}

// textErr writes an operand that is an error, for one of the verbs that take strings.
func textErr(t *text, err error, verb rune) {
	if err == nil {
		textNil(t, verb)
		return
	}
	if verb == 'w' {
		verb = 'v'
	}
	defer textCatch(t, verb, "Error", *(*header)(unsafe.Pointer(&err)))
	textVerb(t, err.Error(), verb)
}

// textStringer writes an operand that has a method String.
func textStringer(t *text, v Stringer, verb rune) {
	if v == nil {
		textNil(t, verb)
		return
	}
	defer textCatch(t, verb, "String", *(*header)(unsafe.Pointer(&v)))
	textVerb(t, v.String(), verb)
}

func textVerb(t *text, s string, verb rune) {
	if verb == 'q' {
		textQuote(t, s)
	} else {
		textString(t, s)
	}
}

// textNil writes an operand that is a nil interface.
func textNil(t *text, verb rune) {
	if verb == 'v' {
		textString(t, nilAngleString)
		return
	}
	textString(t, percentBangString)
	t.buf = append(t.buf, byte(verb))
	textString(t, "(<nil>)")
}

// header is an interface value with methods, as far as textCatch looks at it.
type header struct {
	tab *struct {
		typ *struct {
			size, hash uintptr
			kind       uint8
		}
	}
	data unsafe.Pointer
}

const kindPointer = 22

// textCatch is deferred by what calls a method of an operand, and writes what it panicked with.
func textCatch(t *text, verb rune, method string, h header) {
	v := recover()
	if v == nil {
		return
	}
	if h.data == nil && h.tab.typ.kind == kindPointer {
		textString(t, nilAngleString)
		return
	}
	textString(t, percentBangString)
	t.buf = append(t.buf, byte(verb))
	textString(t, panicString)
	textString(t, method)
	textString(t, " method: ")
	if err, ok := v.(error); ok {
		textString(t, err.Error())
	} else if s, ok := v.(Stringer); ok {
		textString(t, s.String())
	} else if s, ok := v.(string); ok {
		textString(t, s)
	} else if n, ok := v.(int); ok {
		textInt(t, int64(n), 10)
	} else {
		textString(t, "?")
	}
	t.buf = append(t.buf, ')')
}

// textUpper makes what was written since mark upper case, as %X wants it.
func textUpper(t *text, mark int) {
	for i := mark; i < len(t.buf); i++ {
		if 'a' <= t.buf[i] && t.buf[i] <= 'z' {
			t.buf[i] -= 'a' - 'A'
		}
	}
}

func textMark(t *text) int {
	return len(t.buf)
}

// textPad fills up what was written since mark to a width: 0 with spaces before it, 1 with spaces
// behind it, 2 with zeros behind the sign.
func textPad(t *text, mark, width, how int) {
	n := width - utf8.RuneCount(t.buf[mark:])
	if n <= 0 {
		return
	}
	fill := byte(' ')
	at := mark
	switch how {
	case 1:
		at = len(t.buf)
	case 2:
		if at < len(t.buf) && (t.buf[at] == '-' || t.buf[at] == '+') {
			at++
		}
		fill = '0'
		if at < len(t.buf) && (t.buf[at] == 'I' || t.buf[at] == 'N') {
			at, fill = mark, ' ' // Inf and NaN do not look like numbers with zeros before them
		}
	}
	for range n {
		t.buf = append(t.buf, fill)
	}
	copy(t.buf[at+n:], t.buf[at:len(t.buf)-n])
	for i := range n {
		t.buf[at+i] = fill
	}
}
