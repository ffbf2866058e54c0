package main

type shape interface{ area(n int) int }

type square struct{}

func (square) area(n int) int { return n * n }

type circle struct{}

func (circle) area(n int) int {
	var table [50]int
	for i := range table {
		table[i] = n * i
	}
	return table[n%50] * 3
}

var shapes = []shape{square{}, circle{}}

func main() {
	c := make(chan int)
	go func() { c <- shapes[len(shapes)-1].area(7) }()
	println(<-c)
	go func() { c <- 1 }()
	println(<-c)
}
