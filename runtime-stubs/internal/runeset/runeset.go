// Package runeset looks runes up in tables that the compiler packs (src/lower/packed.rs): sorted
// ranges of runes in blocks of sixteen. A table begins with the number of blocks (2 bytes), then has
// for each block the first rune of its first range (3 bytes) and where it lies (2 bytes). A block is
// a row of numbers of 7 bits a byte: for each range but the first its distance from the end of the
// one before, the number of runes in it less one, and in a table of cases what they become.
package runeset

const entry = 5

// cursor goes through the ranges of a block.
type cursor struct {
	table string
	at    int
	end   int
	first rune
}

func bytes(table string, at, n int) int {
	v := 0
	for n > 0 {
		n--
		v = v<<8 | int(table[at+n])
	}
	return v
}

// block finds the block that would have the rune.
func block(table string, r rune) (c cursor, ok bool) {
	lo, hi := 0, bytes(table, 0, 2)
	end := len(table)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		at := 2 + entry*m
		if first := rune(bytes(table, at, 3)); first <= r {
			lo = m + 1
			c.first = first
			c.at = bytes(table, at+3, 2)
			ok = true
		} else {
			hi = m
			end = bytes(table, at+3, 2)
		}
	}
	c.table = table
	c.end = end
	return
}

func (c *cursor) number() rune {
	v := rune(0)
	for shift := 0; ; shift += 7 {
		b := c.table[c.at]
		c.at++
		v |= rune(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
}

func (c *cursor) signed() rune {
	v := c.number()
	return v>>1 ^ -(v & 1)
}

// Contains reports whether the rune is in one of the ranges.
func Contains(table string, r rune) bool {
	c, ok := block(table, r)
	for ok {
		length := c.number()
		if r-c.first <= length {
			return true
		}
		if c.at == c.end {
			break
		}
		c.first += length + 1 + c.number()
		ok = c.first <= r
	}
	return false
}

// Bits of the byte before the changes of a range's cases.
const (
	alternating = 1 << iota // upper and lower case take turns
	hasUpper
	hasLower
	hasTitle // otherwise as for upper case
)

// Case gives the first rune of the range of a table of cases that has the rune, and what is added to
// it for upper, lower and title case; each is turn where upper and lower case take turns.
func Case(table string, r, turn rune) (first rune, upper, lower, title rune, ok bool) {
	c, ok := block(table, r)
	for ok {
		length := c.number()
		how := c.table[c.at]
		c.at++
		upper, lower, title = 0, 0, 0
		if how&alternating != 0 {
			upper, lower, title = turn, turn, turn
		}
		if how&hasUpper != 0 {
			upper = c.signed()
			title = upper
		}
		if how&hasLower != 0 {
			lower = c.signed()
		}
		if how&hasTitle != 0 {
			title = c.signed()
		}
		if r-c.first <= length {
			return c.first, upper, lower, title, true
		}
		if c.at == c.end {
			break
		}
		c.first += length + 1 + c.number()
		ok = c.first <= r
	}
	return 0, 0, 0, 0, false
}
