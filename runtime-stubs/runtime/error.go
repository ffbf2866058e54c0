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
// other bound. The texts around x and y are pieces[what].
type boundsError struct {
	x, y int
	what int
}

const (
	boundsIndex = iota
	boundsSliceLen
	boundsSliceCap
	boundsSliceOrder
	boundsSlice3Max
	boundsSlice3High
	boundsSlice3Low
)

func (boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	before, after, between, end := "slice bounds out of range [", "]", "", ""
	switch e.what {
	case boundsIndex:
		before, between = "index out of range [", " with length "
	case boundsSliceLen:
		before, between = before+":", " with length "
	case boundsSliceCap:
		before, between = before+":", " with capacity "
	case boundsSlice3Max:
		before, between = before+"::", " with capacity "
	case boundsSliceOrder:
		after, between, end = ":]", ":", "]"
	case boundsSlice3High:
		before, after, between, end = before+":", ":]", ":", "]"
	case boundsSlice3Low:
		after, between, end = "::]", ":", ":]"
	}
	s := "runtime error: " + before + itoa(e.x)
	if e.x < 0 {
		// A negative bound is wrong whatever the other one is.
		return s + after
	}
	if end == "" {
		s += after
	}
	return s + between + itoa(e.y) + end
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

func panicSlice3High(high, max int) {
	panic(boundsError{high, max, boundsSlice3High})
}

func panicSlice3Low(low, high int) {
	panic(boundsError{low, high, boundsSlice3Low})
}

func panicSliceToArray(len, want int) {
	panic(errorString("cannot convert slice with length " + itoa(len) +
		" to array or pointer to array with length " + itoa(want)))
}

func panicUnreachable() {
	fatal("unreachable code was reached")
}
