package reflect

// Numbers and quoted strings. Package strconv does this too, but it needs package errors, which
// needs this one.

func decimal(n int) string {
	var buf [20]byte
	at := len(buf)
	u := uint(n)
	if n < 0 {
		u = -u
	}
	for {
		at--
		buf[at] = byte('0' + u%10)
		u /= 10
		if u == 0 {
			break
		}
	}
	if n < 0 {
		at--
		buf[at] = '-'
	}
	return string(buf[at:])
}

// unquote gives what stands between double quotes in Go source.
func unquote(s string) (string, bool) {
	plain := true
	for i := range len(s) {
		if s[i] == '\n' {
			return "", false
		}
		plain = plain && s[i] != '\\'
	}
	if plain {
		return s, true
	}
	var out []byte
	for s != "" {
		c := s[0]
		s = s[1:]
		if c != '\\' {
			out = append(out, c)
			continue
		}
		if s == "" {
			return "", false
		}
		c = s[0]
		s = s[1:]
		digits, base := 0, 16
		switch c {
		case 'x':
			digits = 2
		case 'u':
			digits = 4
		case 'U':
			digits = 8
		case '0', '1', '2', '3', '4', '5', '6', '7':
			digits, base = 2, 8
		case '\\', '"':
			out = append(out, c)
			continue
		default:
			e, ok := escape(c)
			if !ok {
				return "", false
			}
			out = append(out, e)
			continue
		}
		n := 0
		if base == 8 {
			n = int(c - '0')
		}
		for ; digits > 0; digits-- {
			d := -1
			if s != "" {
				d = digit(s[0])
				s = s[1:]
			}
			if d < 0 || d >= base {
				return "", false
			}
			n = n*base + d
		}
		if c == 'u' || c == 'U' {
			if n < 0 || n > 0x10ffff || n>>11 == 0xd800>>11 {
				return "", false
			}
			out = append(out, string(rune(n))...)
		} else {
			if n > 255 {
				return "", false
			}
			out = append(out, byte(n))
		}
	}
	return string(out), true
}

const (
	escapeLetters = "abfnrtv"
	escapeBytes   = "\a\b\f\n\r\t\v"
)

func escape(c byte) (byte, bool) {
	for i := range len(escapeLetters) {
		if escapeLetters[i] == c {
			return escapeBytes[i], true
		}
	}
	return 0, false
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// quote writes a string as Go source has it, as far as names of types need it.
func quote(s string) string {
	const hex = "0123456789abcdef"
	out := []byte{'"'}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < ' ' || c == 0x7f:
			out = append(out, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return string(append(out, '"'))
}
