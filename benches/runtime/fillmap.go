// A map of 2,000 entries is filled without a hint and read 4,000 times.

package main

func main() {
	m := map[int]int{}
	for i := 0; i < 2000; i++ {
		m[i*7] = i
	}
	s := 0
	for i := 0; i < 4000; i++ {
		s += m[i*7]
	}
	println(s)
}
