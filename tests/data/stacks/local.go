package main

//go:noinline
func large(n int) int {
	var local [100]int
	for i := range local {
		local[i] = n + i
	}
	if n > 2 {
		return large(n-1) + local[n]
	}
	sum := 0
	for _, v := range local {
		sum += v
	}
	return sum
}

func main() {
	println(large(1))
	done := make(chan bool)
	go func() {
		println(large(2))
		println(large(1000))
		done <- true
	}()
	<-done
}
