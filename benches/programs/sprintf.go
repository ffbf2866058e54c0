// A thousand strings formatted with the usual verbs.
package main

import "fmt"

func main() {
	n := 0
	for i := 0; i < 1000; i++ {
		s := fmt.Sprintf("%d %s %v %x %.3f", i, "text", i, i, float64(i)/3)
		n += len(s)
	}
	println(n)
}
