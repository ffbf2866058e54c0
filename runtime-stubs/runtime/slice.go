package runtime

import "unsafe"

// makeslice allocates the array of a new slice.
func makeslice(elemSize uintptr, len, cap int, layout uintptr) unsafe.Pointer {
	n, ok := mulSize(elemSize, uintptr(cap))
	if len < 0 || len > cap || !ok {
		if _, ok := mulSize(elemSize, uintptr(len)); len < 0 || !ok {
			panicMakeLen()
		}
		panic(errorString("makeslice: cap out of range"))
	}
	return alloc(n, layout)
}

func panicMakeLen() {
	panic(errorString("makeslice: len out of range"))
}

// checkUnsafeSlice makes sure that n elements can lie at ptr, for unsafe.Slice.
//
//go:noinline
func checkUnsafeSlice(ptr unsafe.Pointer, n int, elemSize uintptr) {
	if size, ok := mulSize(elemSize, uintptr(n)); n < 0 || !ok || size > -uintptr(ptr) && ptr != nil {
		panic(errorString("unsafe.Slice: len out of range"))
	}
	if ptr == nil && n != 0 {
		panic(errorString("unsafe.Slice: ptr is nil and len is not zero"))
	}
}

// checkUnsafeString is the same for unsafe.String.
//
//go:noinline
func checkUnsafeString(ptr unsafe.Pointer, n int) {
	if n < 0 || uintptr(n) > -uintptr(ptr) && ptr != nil {
		panic(errorString("unsafe.String: len out of range"))
	}
	if ptr == nil && n != 0 {
		panic(errorString("unsafe.String: ptr is nil and len is not zero"))
	}
}

// growslice moves the oldLen elements at ptr to a new array with room for at least newLen. Small
// slices double, large ones grow by a quarter, so that appending costs constant time on average.
func growslice(ptr unsafe.Pointer, newLen, oldCap, oldLen int, elemSize, layout uintptr) slice {
	const threshold = 256
	newCap := oldCap
	if newCap < threshold {
		newCap += oldCap
	} else {
		newCap += int(uint(newCap+3*threshold) / 4)
	}
	if newCap < newLen {
		newCap = newLen
	}
	size, ok := mulSize(elemSize, uintptr(newCap))
	if newLen < 0 || !ok {
		// The step up may be too much where what was asked for is not.
		newCap = newLen
		size, ok = mulSize(elemSize, uintptr(newCap))
		if newLen < 0 || !ok {
			panic(errorString("growslice: len out of range"))
		}
	}
	// The allocator rounds up to 8: let small elements use what it gives.
	if elemSize == 1 {
		newCap = (newCap + heapAlign - 1) &^ (heapAlign - 1)
		size = uintptr(newCap)
	}
	// The collector may look at every word that can hold a pointer. Of other objects only what lies
	// behind the new elements, which the caller writes next, has to be cleared.
	used := uintptr(0)
	if layout == layoutNoPointers {
		layout |= layoutNotZeroed
		used = uintptr(newLen) * elemSize
	}
	p := alloc(size, layout)
	if used != 0 {
		memclr(unsafe.Add(p, used), size-used)
	}
	memmove(p, ptr, uintptr(oldLen)*elemSize)
	return slice{p, newLen, newCap}
}
