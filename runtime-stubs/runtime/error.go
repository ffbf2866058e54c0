package runtime

// Error is what a panic of the runtime itself carries.
type Error interface {
	error

	// RuntimeError does nothing but mark runtime errors.
	RuntimeError()
}

// errorString is a runtime error with the usual beginning of its message.
type errorString string

func (errorString) RuntimeError() {}

func (e errorString) Error() string {
	return "runtime error: " + string(e)
}

// plainError is a runtime error whose message stands as it is.
type plainError string

func (plainError) RuntimeError() {}

func (e plainError) Error() string {
	return string(e)
}

// A PanicNilError is what panic(nil) panics with.
type PanicNilError struct {
	_ [0]func() // not comparable
}

func (*PanicNilError) RuntimeError() {}

func (*PanicNilError) Error() string {
	return "runtime error: panic called with nil argument"
}

// boundsError is an index x or a slice bound x that does not go with y, the length, capacity or
// other bound, as what says.
type boundsError struct {
	x, y int
	what int
}

// What x and y are: the numbers of ir::function::CheckKind::bounds.
const (
	boundsIndex = iota
	boundsSliceLen
	boundsSliceCap
	boundsSliceOrder
	boundsSlice3Max
	boundsSlice3High
	boundsSlice3Low
	boundsSlice3Len
)

func (boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	return boundsText(itoa(e.x), e.x < 0, e.y, e.what)
}

// wideBoundsError is a boundsError whose x has a type with numbers that no int is.
type wideBoundsError struct {
	x      uint64
	y      int
	what   int
	signed bool
}

func (wideBoundsError) RuntimeError() {}

func (e wideBoundsError) Error() string {
	negative := e.signed && int64(e.x) < 0
	v := e.x
	if negative {
		v = -v
	}
	// Digits by division of one half after the other, so that no division of 64 bits is linked.
	hi, lo := uint32(v>>32), uint32(v)
	var buf [20]byte
	i := len(buf)
	for {
		h := hi / 10
		middle := (hi-h*10)<<16 | lo>>16
		m := middle / 10
		low := (middle-m*10)<<16 | lo&0xffff
		l := low / 10
		hi, lo = h, m<<16+l
		i--
		buf[i] = byte('0' + low - l*10)
		if hi|lo == 0 {
			break
		}
	}
	if negative {
		i--
		buf[i] = '-'
	}
	return boundsText(string(buf[i:]), negative, e.y, e.what)
}

func boundsText(x string, negative bool, y, what int) string {
	before, after, between, end := "slice bounds out of range [", "]", "", ""
	switch what {
	case boundsIndex:
		before, between = "index out of range [", " with length "
	case boundsSliceLen:
		before, between = before+":", " with length "
	case boundsSliceCap:
		before, between = before+":", " with capacity "
	case boundsSlice3Max:
		before, between = before+"::", " with capacity "
	case boundsSlice3Len:
		before, between = before+"::", " with length "
	case boundsSliceOrder:
		after, between, end = ":]", ":", "]"
	case boundsSlice3High:
		before, after, between, end = before+":", ":]", ":", "]"
	case boundsSlice3Low:
		after, between, end = "::]", ":", ":]"
	}
	s := "runtime error: " + before + x
	if negative {
		// A negative bound is wrong whatever the other one is.
		return s + after
	}
	if end == "" {
		s += after
	}
	return s + between + itoa(y) + end
}

func itoa(v int) string {
	var buf [12]byte
	i := len(buf)
	u := uint32(v)
	if v < 0 {
		u = -u
	}
	for {
		i--
		buf[i] = byte('0' + u%10)
		u /= 10
		if u == 0 {
			break
		}
	}
	if v < 0 {
		i--
		buf[i] = '-'
	}
	return string(buf[i:])
}

// What failed checks call: ir::function::CheckKind.

func panicNil() {
	panic(errorString("invalid memory address or nil pointer dereference"))
}

func panicDivide() {
	panic(errorString("integer divide by zero"))
}

func panicShift() {
	panic(errorString("negative shift amount"))
}

func panicIndex(index, len int) {
	panic(boundsError{index, len, boundsIndex})
}

func panicSliceLen(high, len int) {
	panic(boundsError{high, len, boundsSliceLen})
}

func panicSliceCap(high, cap int) {
	panic(boundsError{high, cap, boundsSliceCap})
}

func panicSliceOrder(low, high int) {
	panic(boundsError{low, high, boundsSliceOrder})
}

func panicSlice3Max(max, cap int) {
	panic(boundsError{max, cap, boundsSlice3Max})
}

func panicSlice3Len(max, n int) {
	panic(boundsError{max, n, boundsSlice3Len})
}

func panicSlice3High(high, max int) {
	panic(boundsError{high, max, boundsSlice3High})
}

func panicSlice3Low(low, high int) {
	panic(boundsError{low, high, boundsSlice3Low})
}

func panicBounds(x uint64, y int, what uint) {
	panic(wideBoundsError{x, y, int(what & 7), what >= 8})
}

func panicSliceToArray(len, want int) {
	panic(errorString("cannot convert slice with length " + itoa(len) +
		" to array or pointer to array with length " + itoa(want)))
}

func panicUnreachable() {
	fatal("unreachable code was reached")
}
