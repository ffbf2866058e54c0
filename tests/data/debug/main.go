// Something to look at with a debugger.
package main

type point struct {
	x, y int
	name string
}

//go:noinline
func describe(p point, label string) int {
	sum := p.x + p.y
	total := sum * len(label) // stop here
	println(label, p.name, total)
	return total
}

func main() {
	p := point{x: 3, y: 4, name: "corner"}
	println(describe(p, "hello"))
}
