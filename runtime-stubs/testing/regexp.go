package testing

import "errors"

// A matcher of regular expressions for -run and the like: small, by backtracking. It has what
// names of tests need: . [] () | * + ? ^ $ \d \w \s and escapes, no counted repetition.

var errPattern = errors.New("error parsing the pattern")

// match tells whether the pattern matches somewhere in the string.
func match(pattern, s string) (bool, error) {
	p := pattern
	fold := false
	if len(p) >= 4 && p[:4] == "(?i)" {
		p, fold = p[4:], true
	}
	parser := parser{p, fold}
	n, err := parser.alternatives()
	if err != nil {
		return false, err
	}
	if parser.rest != "" {
		return false, errPattern
	}
	for i := 0; i <= len(s); i++ {
		if n.match(s, i, func(int) bool { return true }) {
			return true, nil
		}
	}
	return false, nil
}

// A node of a parsed pattern: match tries it at s[i:] and calls next with where it ended.
type node interface {
	match(s string, i int, next func(int) bool) bool
}

type (
	sequence []node
	choice   []node
	repeat   struct {
		of       node
		min, max int
		lazy     bool
	}
	class struct {
		ranges []byte // pairs
		not    bool
		fold   bool
	}
	start struct{}
	end   struct{}
)

func (n sequence) match(s string, i int, next func(int) bool) bool {
	if len(n) == 0 {
		return next(i)
	}
	return n[0].match(s, i, func(j int) bool { return n[1:].match(s, j, next) })
}

func (n choice) match(s string, i int, next func(int) bool) bool {
	for _, x := range n {
		if x.match(s, i, next) {
			return true
		}
	}
	return false
}

func (n repeat) match(s string, i int, next func(int) bool) bool {
	return n.times(s, i, 0, next)
}

func (n repeat) times(s string, i, count int, next func(int) bool) bool {
	more := func() bool {
		return count < n.max && n.of.match(s, i, func(j int) bool {
			return (j > i || count < n.min) && n.times(s, j, count+1, next)
		})
	}
	if count < n.min {
		return more()
	}
	if n.lazy {
		return next(i) || more()
	}
	return more() || next(i)
}

func (n class) match(s string, i int, next func(int) bool) bool {
	return i < len(s) && n.has(s[i]) != n.not && next(i+1)
}

func (n class) has(c byte) bool {
	if n.fold && c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	for k := 0; k < len(n.ranges); k += 2 {
		if n.ranges[k] <= c && c <= n.ranges[k+1] {
			return true
		}
	}
	return false
}

func (start) match(s string, i int, next func(int) bool) bool { return i == 0 && next(i) }
func (end) match(s string, i int, next func(int) bool) bool   { return i == len(s) && next(i) }

type parser struct {
	rest string
	fold bool
}

func (p *parser) alternatives() (node, error) {
	var all choice
	for {
		one, err := p.sequence()
		if err != nil {
			return nil, err
		}
		all = append(all, one)
		if p.rest == "" || p.rest[0] != '|' {
			if len(all) == 1 {
				return all[0], nil
			}
			return all, nil
		}
		p.rest = p.rest[1:]
	}
}

func (p *parser) sequence() (node, error) {
	var all sequence
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		n, err := p.atom()
		if err != nil {
			return nil, err
		}
		for p.rest != "" {
			r := repeat{of: n, max: 1 << 30}
			switch p.rest[0] {
			case '*':
			case '+':
				r.min = 1
			case '?':
				r.max = 1
			default:
				r.of = nil
			}
			if r.of == nil {
				break
			}
			p.rest = p.rest[1:]
			if p.rest != "" && p.rest[0] == '?' {
				r.lazy = true
				p.rest = p.rest[1:]
			}
			n = r
		}
		all = append(all, n)
	}
	return all, nil
}

func (p *parser) atom() (node, error) {
	c := p.rest[0]
	p.rest = p.rest[1:]
	switch c {
	case '^':
		return start{}, nil
	case '$':
		return end{}, nil
	case '.':
		return class{ranges: []byte{0, 255}}, nil
	case '*', '+', '?':
		return nil, errPattern
	case '[':
		return p.class()
	case '(':
		if len(p.rest) >= 2 && p.rest[:2] == "?:" {
			p.rest = p.rest[2:]
		}
		n, err := p.alternatives()
		if err != nil || p.rest == "" {
			return nil, errPattern
		}
		p.rest = p.rest[1:]
		return n, nil
	case '\\':
		ranges, not, err := p.escape()
		return class{ranges, not, p.fold}, err
	}
	return p.literal(c), nil
}

func (p *parser) literal(c byte) node {
	if p.fold && c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return class{[]byte{c, c}, false, p.fold}
}

func (p *parser) escape() (ranges []byte, not bool, err error) {
	if p.rest == "" {
		return nil, false, errPattern
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	switch c | 0x20 {
	case 'd':
		ranges = []byte("09")
	case 'w':
		ranges = []byte("09AZaz__")
	case 's':
		ranges = []byte("\t\n\f\r  ")
	default:
		return []byte{c, c}, false, nil
	}
	return ranges, c&0x20 == 0, nil
}

func (p *parser) class() (node, error) {
	n := class{fold: p.fold}
	if p.rest != "" && p.rest[0] == '^' {
		n.not = true
		p.rest = p.rest[1:]
	}
	for first := true; ; first = false {
		if p.rest == "" {
			return nil, errPattern
		}
		c := p.rest[0]
		p.rest = p.rest[1:]
		switch {
		case c == ']' && !first:
			return n, nil
		case c == '\\':
			ranges, not, err := p.escape()
			if err != nil || not {
				return nil, errPattern
			}
			n.ranges = append(n.ranges, ranges...)
		case len(p.rest) >= 2 && p.rest[0] == '-' && p.rest[1] != ']':
			n.ranges = append(n.ranges, c, p.rest[1])
			p.rest = p.rest[2:]
		default:
			n.ranges = append(n.ranges, c, c)
		}
	}
}
