// What packages unicode and strconv say of all runes (of those that stand for nothing every 31st), as
// sums over 8192 each.
package main

import (
	"strconv"
	"unicode"
)

const page = 0x2000

// answers gives all that is asked of a rune.
func answers(r rune) (yes uint32, changed [4]rune) {
	for i, is := range [...]func(rune) bool{unicode.IsLetter, unicode.IsDigit, strconv.IsPrint} {
		if is(r) {
			yes |= 1 << i
		}
	}
	changed = [...]rune{unicode.ToUpper(r), unicode.ToLower(r), unicode.ToTitle(r), unicode.SimpleFold(r)}
	return
}

func main() {
	for first := rune(0); first <= unicode.MaxRune+page; first += page {
		sum, letters, digits, printed, others := uint32(2166136261), 0, 0, 0, 0
		step := rune(1)
		if first >= 0x34000 && first != 0xe0000 {
			// Nothing is there but runes for private use.
			step = 31
		}
		for r := first; r < first+page; r += step {
			yes, changed := answers(r)
			letters += int(yes & 1)
			digits += int(yes >> 1 & 1)
			printed += int(yes >> 2 & 1)
			sum = (sum ^ yes) * 16777619
			for _, c := range changed {
				if c != r {
					others++
				}
				sum = (sum ^ uint32(c)) * 16777619
			}
		}
		println(first, letters, digits, printed, others, sum)
	}
	for _, r := range []rune{-1, -2, -1 << 31, 1<<31 - 1, unicode.MaxRune + 1, 0x1e900, 0x1c4, 0x3c3, 'k', 'ß', 0x1e9e} {
		yes, changed := answers(r)
		println(r, yes, changed[0], changed[1], changed[2], changed[3])
		println(unicode.To(-1, r), unicode.To(unicode.MaxCase, r), unicode.IsLetter(r), unicode.TurkishCase.ToUpper(r))
	}
	println(strconv.Quote("aä\u00ad\u200b\U0001f600\U000e0100\xff\n"), strconv.QuoteToGraphic("\u3000\u00a0"))
}
