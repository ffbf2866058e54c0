package testing

import (
	"strconv"
	"strings"
)

// matcher chooses the tests that -run and -skip name, and gives subtests unique names.
type matcher struct {
	match func(pat, str string) (bool, error)
	run   [][]string // alternatives of the patterns between slashes
	skip  [][]string
	used  map[string]int
}

func newMatcher(match func(pat, str string) (bool, error), run, skip string) *matcher {
	return &matcher{match: match, run: splitPattern(run), skip: splitPattern(skip), used: map[string]int{}}
}

// splitPattern splits at the slashes and bars that are not inside of brackets.
func splitPattern(s string) [][]string {
	if s == "" {
		return nil
	}
	var all [][]string
	var one []string
	brackets, parens, start := 0, 0, 0
	for i := 0; i <= len(s); i++ {
		c := byte('|')
		if i < len(s) {
			c = s[i]
		}
		switch {
		case i < len(s) && c == '\\':
			i++
			continue
		case i < len(s) && c == '[':
			brackets++
		case i < len(s) && c == ']':
			brackets = max(brackets-1, 0)
		case i < len(s) && c == '(' && brackets == 0:
			parens++
		case i < len(s) && c == ')' && brackets == 0:
			parens--
		case i == len(s) || brackets == 0 && parens == 0 && (c == '/' || c == '|'):
			one = append(one, s[start:min(i, len(s))])
			start = i + 1
			if i == len(s) || c == '|' {
				all = append(all, one)
				one = nil
			}
		}
	}
	return all
}

// fullName gives the name of a test below another, and whether it is to be run.
func (m *matcher) fullName(parent *common, name string) (string, bool) {
	full := name
	if parent.level > 0 {
		full = m.unique(parent.name, cleanName(name))
	}
	if len(m.run) == 0 && len(m.skip) == 0 {
		return full, true
	}
	parts := strings.Split(full, "/")
	if len(m.run) > 0 && !m.any(m.run, parts, true) {
		return full, false
	}
	return full, !m.any(m.skip, parts, false)
}

// any tells whether the name matches one of the alternatives. For -run a name that is shorter than
// the pattern matches, because its subtests may; for -skip it does not.
func (m *matcher) any(patterns [][]string, parts []string, partial bool) bool {
	for _, pattern := range patterns {
		if len(parts) < len(pattern) && !partial {
			continue
		}
		ok := true
		for i, part := range parts {
			if i >= len(pattern) {
				break
			}
			if is, err := m.match(pattern[i], part); err != nil || !is {
				ok = false
				break
			}
		}
		if ok {
			return true
		}
	}
	return false
}

// unique gives a second subtest of the same name a number.
func (m *matcher) unique(parent, name string) string {
	base := parent + "/" + name
	for {
		n, seen := m.used[base]
		m.used[base] = n + 1
		if !seen && name != "" {
			return base
		}
		numbered := base + "#" + pad2(n)
		if _, taken := m.used[numbered]; !taken {
			m.used[numbered] = 1
			return numbered
		}
	}
}

func pad2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// cleanName makes a name without blanks and control characters.
func cleanName(s string) string {
	var b []byte
	for _, r := range s {
		switch {
		case r == ' ' || r >= '\t' && r <= '\r' || r == 0x85 || r == 0xA0 || r == 0x2028 || r == 0x2029 || r == 0x3000:
			b = append(b, '_')
		case !strconv.IsPrint(r):
			quoted := strconv.QuoteRune(r)
			b = append(b, quoted[1:len(quoted)-1]...)
		default:
			b = append(b, string(r)...)
		}
	}
	return string(b)
}
