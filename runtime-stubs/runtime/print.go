package runtime

import "unsafe"

// What print and println call, one function per kind of operand. Everything ends in putchar, which
// the target's file provides.

// printchar prints a character, and keeps it if it belongs to the last words of the program.
func printchar(c byte) {
	putchar(c)
	if keepsPanics && dying {
		keepText(c)
	}
}

func printstring(s string) {
	for i := 0; i < len(s); i++ {
		printchar(s[i])
	}
}

func printsp() {
	printchar(' ')
}

func printnl() {
	printchar('\n')
}

func printbool(v bool) {
	if v {
		printstring("true")
	} else {
		printstring("false")
	}
}

func printint32(v int32) {
	if v < 0 {
		printchar('-')
		v = -v
	}
	printuint32(uint32(v))
}

func printuint32(v uint32) {
	var buf [10]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + v%10)
		v /= 10
		if v == 0 {
			break
		}
	}
	for ; i < len(buf); i++ {
		printchar(buf[i])
	}
}

func printint(v int64) {
	if v < 0 {
		printchar('-')
		v = -v
	}
	printuint(uint64(v))
}

// printuint goes by groups of nine digits, so that most divisions are of 32 bits.
func printuint(v uint64) {
	const group = 1000000000
	if v>>32 == 0 {
		printuint32(uint32(v))
		return
	}
	high := v / group
	printuint(high)
	low := uint32(v - high*group)
	for unit := uint32(group / 10); unit > 1 && low < unit; unit /= 10 {
		printchar('0')
	}
	printuint32(low)
}

func printhex(v uint64) {
	printchar('0')
	printchar('x')
	high := uint32(v >> 32)
	if high != 0 {
		printnibbles(high, 1)
		printnibbles(uint32(v), 8)
	} else {
		printnibbles(uint32(v), 1)
	}
}

// printnibbles prints a hexadecimal number of at least that many digits.
func printnibbles(v uint32, least int) {
	for i := 8; i > 0; i-- {
		d := byte(v >> 28)
		v <<= 4
		if d != 0 {
			least = i
		}
		if i > least {
			continue
		}
		if d >= 10 {
			d += 'a' - '0' - 10
		}
		printchar('0' + d)
	}
}

func printpointer(p unsafe.Pointer) {
	printaddress(uintptr(p))
}

func printaddress(p uintptr) {
	printchar('0')
	printchar('x')
	printnibbles(uint32(p), 1)
}

func printslice(p unsafe.Pointer, len, cap int) {
	printchar('[')
	printint32(int32(len))
	printchar('/')
	printint32(int32(cap))
	printchar(']')
	printpointer(p)
}

func printeface(e eface) {
	printpair(unsafe.Pointer(e.typ), e.data)
}

func printiface(i iface) {
	printpair(unsafe.Pointer(i.tab), i.data)
}

func printpair(a, b unsafe.Pointer) {
	printchar('(')
	printpointer(a)
	printchar(',')
	printpointer(b)
	printchar(')')
}
