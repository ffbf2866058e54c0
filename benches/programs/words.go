// How often each word occurs, sorted.
package main

import (
	"sort"
	"strconv"
	"strings"
)

const text = "the quick brown fox jumps over the lazy dog and the cat sat on the mat while the fox ran"

func main() {
	counts := map[string]int{}
	for _, w := range strings.Fields(text) {
		counts[w]++
	}
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	sort.Strings(words)
	for _, w := range words {
		println(w + " " + strconv.Itoa(counts[w]))
	}
}
