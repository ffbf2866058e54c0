// 200 strings of 400 pieces each, a quarter of them numbers, in a strings.Builder.
package main

import (
	"strconv"
	"strings"
)

func main() {
	total := 0
	for i := range 200 {
		var b strings.Builder
		for j := range 400 {
			if j%4 == 0 {
				b.WriteString(strconv.Itoa(i*400 + j))
			} else {
				b.WriteString("piece")
			}
		}
		total += len(b.String())
	}
	println(total)
}
