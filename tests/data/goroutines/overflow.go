package main

func deep(n int, c chan int) int {
	var a [32]int
	for i := range a {
		a[i] = n * i
	}
	if n == 0 {
		c <- 1
		return 0
	}
	return deep(n-1, c) + a[n&7]
}

var pad []int

func main() {
	c, d := make(chan int), make(chan int)
	pad = make([]int, 2500)
	go deep(1, c)
	<-c
	// What lies below the stack is lost, so nothing of importance may.
	pad = make([]int, 2500)
	go deep(30, d)
	<-d
}
