// Package unicode: the SDK's tables of letters, digits and cases take 13 KB; these are a quarter.
package unicode

import (
	"internal/runeset"
	_ "unsafe"
)

// The tables that most programs need, as the compiler packs them.
var (
	packedLetters = packRanges(_L)
	packedDigits  = packRanges(_Nd)
	packedCases   = packCases(_CaseRanges)
)

func packRanges(t *RangeTable) string

func packCases(list []CaseRange) string

// packedIsLetter stands in for IsLetter.
//
//go:linkname packedIsLetter unicode.IsLetter
func packedIsLetter(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return properties[uint8(r)]&pLmask != 0
	}
	return runeset.Contains(packedLetters, r)
}

// packedIsDigit stands in for IsDigit.
//
//go:linkname packedIsDigit unicode.IsDigit
func packedIsDigit(r rune) bool {
	if r <= MaxLatin1 {
		return '0' <= r && r <= '9'
	}
	return runeset.Contains(packedDigits, r)
}

// packedCase gives the mapping of a rune.
func packedCase(r rune) (cr CaseRange, ok bool) {
	first, upper, lower, title, ok := runeset.Case(packedCases, r, UpperLower)
	cr.Lo = uint32(first)
	cr.Delta = d{upper, lower, title}
	return cr, ok
}

// packedTo stands in for To.
//
//go:linkname packedTo unicode.To
func packedTo(_case int, r rune) rune {
	if _case < 0 || MaxCase <= _case {
		return ReplacementChar
	}
	if cr, ok := packedCase(r); ok {
		return convertCase(_case, r, &cr)
	}
	return r
}

// packedSimpleFold stands in for SimpleFold.
//
//go:linkname packedSimpleFold unicode.SimpleFold
func packedSimpleFold(r rune) rune {
	if r < 0 || r > MaxRune {
		return r
	}
	// Runes with more than one other come first.
	lo, hi := 0, len(caseOrbit)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		switch from := rune(caseOrbit[m].From); {
		case from == r:
			return rune(caseOrbit[m].To)
		case from < r:
			lo = m + 1
		default:
			hi = m
		}
	}
	cr, ok := packedCase(r)
	if !ok {
		return r
	}
	if l := convertCase(LowerCase, r, &cr); l != r {
		return l
	}
	return convertCase(UpperCase, r, &cr)
}
