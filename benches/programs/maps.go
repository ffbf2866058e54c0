// Counting words: maps with string keys, substrings.
package main

const text = "the quick brown fox jumps over the lazy dog and the dog sleeps while the fox runs away "

func main() {
	count := map[string]int{}
	for round := 0; round < 200; round++ {
		start := 0
		for i := 0; i < len(text); i++ {
			if text[i] == ' ' {
				count[text[start:i]]++
				start = i + 1
			}
		}
	}
	println(len(count), count["the"], count["dog"])
}
