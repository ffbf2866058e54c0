// Shapes behind an interface: method calls, type switches, closures.
package main

type shape interface{ area() int }

type square struct{ side int }
type rect struct{ a, b int }

func (s square) area() int { return s.side * s.side }
func (r *rect) area() int  { return r.a * r.b }

func squares(list []shape) int {
	n := 0
	for _, s := range list {
		switch s.(type) {
		case square:
			n++
		case *rect:
			n--
		}
	}
	return n
}

func main() {
	var list []shape
	for i := range 100 {
		if i%3 == 0 {
			list = append(list, &rect{i, 2})
		} else {
			list = append(list, square{i})
		}
	}
	sum := 0
	add := func(n int) { sum += n }
	for range 200 {
		for _, s := range list {
			add(s.area())
		}
		add(squares(list))
	}
	println(sum)
}
