package strconv

import _ "unsafe"

// smallLeftShift stands in for leftShift. The SDK's finds out how many digits the product has from a
// table of powers of five that takes 2 KB; this one makes room for the most there can be, and moves
// the digits up if there is one less.
//
//go:linkname smallLeftShift internal/strconv.leftShift
func smallLeftShift(a *decimal, k uint) {
	// The product has at most as many digits more as 1<<k has.
	more := 0
	for n := uint(1) << k; n > 0; n /= 10 {
		more++
	}
	var n uint
	var spare byte // the digit behind the last place
	lost := false
	r := a.nd
	for w := a.nd + more - 1; w >= 0; w-- {
		if r > 0 {
			r--
			n += uint(a.d[r]-'0') << k
		}
		quo := n / 10
		digit := byte(n - 10*quo)
		n = quo
		switch {
		case w < len(a.d):
			a.d[w] = digit + '0'
		case w == len(a.d):
			spare = digit
		case digit != 0:
			lost = true
		}
	}
	if a.d[0] == '0' {
		more--
		copy(a.d[:], a.d[1:min(a.nd+more+1, len(a.d))])
		if a.nd+more >= len(a.d) {
			a.d[len(a.d)-1] = spare + '0'
		}
		spare = 0
	}
	a.trunc = a.trunc || lost || spare != 0
	a.nd = min(a.nd+more, len(a.d))
	a.dp += more
	trim(a)
}
