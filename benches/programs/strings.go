// A string put together from pieces and taken apart again.
package main

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	s := ""
	for ; n > 0; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

func main() {
	digits := 0
	for i := range 2000 {
		s := itoa(i*7919) + "," + itoa(i)
		for _, c := range s {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
	}
	println(digits)
}
