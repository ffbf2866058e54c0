package os

import _ "unsafe"

//go:linkname putchar runtime.putchar
func putchar(c byte)

// getchar is the next character from the console, or one of the numbers below.
//
//go:linkname getchar runtime.getchar
func getchar() int

const (
	noCharacter = -1 // none has come yet
	noConsole   = -2 // none will ever come
)

//go:linkname exit runtime.exit
func exit(code int)
