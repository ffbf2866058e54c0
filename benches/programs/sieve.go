// Primes below 65536, ten times: loops and byte slices.
package main

func main() {
	const n = 1 << 16
	count := 0
	for round := 0; round < 10; round++ {
		composite := make([]bool, n)
		count = 0
		for i := 2; i < n; i++ {
			if composite[i] {
				continue
			}
			count++
			for j := i * i; j < n && j > 0; j += i {
				composite[j] = true
			}
		}
	}
	println(count)
}
