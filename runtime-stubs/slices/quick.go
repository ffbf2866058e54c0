package slices

import (
	"cmp"
	"math/bits"
	"unsafe"
)

// Sorting in the place of the SDK's: less code, and no recursion, so that the stack it takes is
// known. Quicksort (Hoare) with the median of three, Shell's sort for short pieces and for what
// quicksort does badly on.

// lesser says how two elements compare. It is a type, not a function value, so that each instance
// has the comparison in it.
type lesser[E any] interface {
	less(a, b E) bool
}

type ordered[E cmp.Ordered] struct{}

func (ordered[E]) less(a, b E) bool { return cmp.Less(a, b) }

type byFunc[E any] struct {
	cmp func(a, b E) int
}

func (f byFunc[E]) less(a, b E) bool { return f.cmp(a, b) < 0 }

// Under these names sort.go of the SDK calls it. The limit is for another way of sorting.

func pdqsortOrdered[E cmp.Ordered](data []E, a, b, _ int) {
	quickSort(unsafe.SliceData(data[a:b]), b-a, ordered[E]{})
}

func pdqsortCmpFunc[E any](data []E, a, b, _ int, cmp func(a, b E) int) {
	quickSort(unsafe.SliceData(data[a:b]), b-a, byFunc[E]{cmp})
}

// at is &p[i]. All loops here keep to the slice whatever the comparison says.
func at[E any](p *E, i int) *E {
	return (*E)(unsafe.Add(unsafe.Pointer(p), uintptr(i)*unsafe.Sizeof(*p)))
}

// span is a piece from lo up to hi.
type span struct{ lo, hi int }

const (
	shortSort = 12
	// Of two pieces the shorter one is sorted first: this is enough for 2^24 elements.
	mostSpans = 21
)

func quickSort[E any, L lesser[E]](p *E, n int, l L) {
	var todo [mostSpans]span
	top := 0
	now := span{0, n}
	// How many elements the pieces may have that are cut, all together.
	work := 2 * n * bits.Len(uint(n))
	for {
		for now.hi-now.lo > shortSort && work > 0 && top < mostSpans {
			work -= now.hi - now.lo
			mid := cut(p, now.lo, now.hi, l)
			if mid-now.lo < now.hi-mid {
				todo[top] = span{mid, now.hi}
				now.hi = mid
			} else {
				todo[top] = span{now.lo, mid}
				now.lo = mid
			}
			top++
		}
		shellSort(at(p, now.lo), now.hi-now.lo, l)
		if top == 0 {
			return
		}
		top--
		now = todo[top]
	}
}

// cut moves the elements of a piece so that none before the result is greater than any behind it.
// Neither side is empty.
func cut[E any, L lesser[E]](p *E, lo, hi int, l L) int {
	mid := int(uint(lo+hi) >> 1)
	i, j := lo, hi-1
	order(at(p, i), at(p, mid), l)
	order(at(p, mid), at(p, j), l)
	order(at(p, i), at(p, mid), l)
	pivot := *at(p, mid)
	for {
		for i++; i < j && l.less(*at(p, i), pivot); i++ {
		}
		for j--; i < j && l.less(pivot, *at(p, j)); j-- {
		}
		if i >= j {
			return i
		}
		x, y := at(p, i), at(p, j)
		*x, *y = *y, *x
	}
}

// order puts the lesser of two elements first.
func order[E any, L lesser[E]](x, y *E, l L) {
	if l.less(*y, *x) {
		*x, *y = *y, *x
	}
}

// shellSort takes steps of 3^k/2; with the step 1 alone it is insertion sort.
func shellSort[E any, L lesser[E]](p *E, n int, l L) {
	step := 1
	for step < n/8 {
		step = step*3 + 1
	}
	for ; step != 0; step /= 3 {
		for i := step; i < n; i++ {
			e := *at(p, i)
			j := i
			for ; j >= step && l.less(e, *at(p, j-step)); j -= step {
				*at(p, j) = *at(p, j-step)
			}
			*at(p, j) = e
		}
	}
}
