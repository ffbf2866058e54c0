package os

import "syscall"

// environment has what the program itself has set.
var environment map[string]string

// Getenv is the value of a variable that the program has set, else empty.
func Getenv(key string) string {
	return environment[key]
}

// LookupEnv is Getenv, and tells whether there is such a variable.
func LookupEnv(key string) (string, bool) {
	value, ok := environment[key]
	return value, ok
}

// Setenv sets a variable for this program.
func Setenv(key, value string) error {
	if key == "" {
		return NewSyscallError("setenv", syscall.EINVAL)
	}
	for i := 0; i < len(key); i++ {
		if key[i] == '=' || key[i] == 0 {
			return NewSyscallError("setenv", syscall.EINVAL)
		}
	}
	for i := 0; i < len(value); i++ {
		if value[i] == 0 {
			return NewSyscallError("setenv", syscall.EINVAL)
		}
	}
	if environment == nil {
		environment = make(map[string]string)
	}
	environment[key] = value
	return nil
}

// Unsetenv removes a variable.
func Unsetenv(key string) error {
	delete(environment, key)
	return nil
}

// Clearenv removes all variables.
func Clearenv() {
	environment = nil
}

// Environ lists the variables as "key=value".
func Environ() []string {
	list := make([]string, 0, len(environment))
	for k, v := range environment {
		list = append(list, k+"="+v)
	}
	return list
}

// ExpandEnv is Expand with the program's variables.
func ExpandEnv(s string) string {
	return Expand(s, Getenv)
}

// Expand replaces ${name} and $name in s by what mapping gives for the name.
func Expand(s string, mapping func(string) string) string {
	var out []byte
	start := 0
	for i := 0; i < len(s); {
		if s[i] != '$' || i+1 == len(s) {
			i++
			continue
		}
		out = append(out, s[start:i]...)
		name, width := variable(s[i+1:])
		switch {
		case name != "":
			out = append(out, mapping(name)...)
		case width == 0:
			// A dollar before something that is no name stays.
			out = append(out, '$')
		}
		i += 1 + width
		start = i
	}
	if out == nil {
		return s
	}
	return string(append(out, s[start:]...))
}

// isSpecial tells whether c alone is the name of a variable of a shell.
func isSpecial(c byte) bool {
	switch c {
	case '*', '#', '$', '@', '!', '?', '-':
		return true
	}
	return '0' <= c && c <= '9'
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// variable is the name at the start of s, which comes after a dollar, and how much of s it takes. A
// bad one in braces is dropped with them.
func variable(s string) (name string, width int) {
	if s[0] == '{' {
		if len(s) > 2 && isSpecial(s[1]) && s[2] == '}' {
			return s[1:2], 3
		}
		for i := 1; i < len(s); i++ {
			if s[i] == '}' {
				if i == 1 {
					return "", 2
				}
				return s[1:i], i + 1
			}
		}
		return "", 1
	}
	if isSpecial(s[0]) {
		return s[:1], 1
	}
	i := 0
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	return s[:i], i
}
