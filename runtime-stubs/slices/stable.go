package slices

import "unsafe"

// stableCmpFunc is what SortStableFunc of the SDK calls: insertion sort of short pieces, which are
// then merged in place, always two neighbours of one length.
func stableCmpFunc[E any](data []E, n int, cmp func(a, b E) int) {
	p := unsafe.SliceData(data)
	const short = 16
	for lo := 0; lo < n; lo += short {
		insertionSort(at(p, lo), min(short, n-lo), cmp)
	}
	for size := short; size < n; size *= 2 {
		for lo := 0; lo+size < n; lo += 2 * size {
			merge(at(p, lo), size, min(2*size, n-lo), cmp)
		}
	}
}

func insertionSort[E any](p *E, n int, cmp func(a, b E) int) {
	for i := 1; i < n; i++ {
		e := *at(p, i)
		j := i
		for ; j > 0 && cmp(e, *at(p, j-1)) < 0; j-- {
			*at(p, j) = *at(p, j-1)
		}
		*at(p, j) = e
	}
}

// merge makes one sorted piece of the sorted pieces p[:mid] and p[mid:n]: the middle of the longer
// one is where both are cut, the inner parts change places, and each half is a smaller case of the
// same.
func merge[E any](p *E, mid, n int, cmp func(a, b E) int) {
	for mid > 0 && mid < n && cmp(*at(p, mid), *at(p, mid-1)) < 0 {
		if n == 2 {
			reverse(p, 2)
			return
		}
		var left, right int
		if mid > n-mid {
			left = mid / 2
			right = mid + place(at(p, mid), n-mid, *at(p, left), false, cmp)
		} else {
			right = mid + (n-mid)/2
			left = place(p, mid, *at(p, right), true, cmp)
		}
		rotate(at(p, left), mid-left, right-left)
		middle := left + right - mid
		merge(p, left, middle, cmp)
		p, mid, n = at(p, middle), right-middle, n-middle
	}
}

// place gives how many of n sorted elements come before e, those that are equal to it among them
// or not.
func place[E any](p *E, n int, e E, equal bool, cmp func(a, b E) int) int {
	lo := 0
	for lo < n {
		m := int(uint(lo+n) >> 1)
		if c := cmp(*at(p, m), e); c < 0 || equal && c == 0 {
			lo = m + 1
		} else {
			n = m
		}
	}
	return lo
}

// rotate moves p[:k] behind p[k:n].
func rotate[E any](p *E, k, n int) {
	reverse(p, k)
	reverse(at(p, k), n-k)
	reverse(p, n)
}

func reverse[E any](p *E, n int) {
	for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
		x, y := at(p, i), at(p, j)
		*x, *y = *y, *x
	}
}
