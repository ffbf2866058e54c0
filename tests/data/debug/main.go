// Something to look at with a debugger.
package main

type point struct {
	x, y int
	name string
}

var corner = point{x: 3, y: 4, name: "corner"}

//go:noinline
func describe(p point, label string) int {
	sum := p.x + p.y
	total := sum * len(label) // stop here
	println(label, p.name, total)
	return total
}

func main() {
	for i := range 3 {
		total := describe(corner, "hello"[i:])
		corner.x += total
	}
}
