package os

import _ "unsafe"

//go:linkname putchar runtime.putchar
func putchar(c byte)

//go:linkname exit runtime.exit
func exit(code int)
