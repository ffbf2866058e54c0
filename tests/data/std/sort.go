package main

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"
)

type person struct {
	name string
	age  int
}

type byAge []person

func (b byAge) Len() int           { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i].age < b[j].age }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	x := uint32(1)
	ints := make([]int, 200)
	for i := range ints {
		x = x*1664525 + 1013904223
		ints[i] = int(x >> 20)
	}
	s := slices.Clone(ints)
	sort.Ints(s)
	println(sort.IntsAreSorted(s), s[0], s[100], s[199], sort.SearchInts(s, s[50]))
	slices.Sort(ints)
	println(slices.Equal(s, ints), slices.IsSorted(ints))
	people := []person{{"A", 30}, {"B", 20}, {"C", 40}, {"D", 20}}
	sort.Stable(byAge(people))
	for _, p := range people {
		println(p.name, p.age)
	}
	sort.Sort(sort.Reverse(byAge(people)))
	println(people[0].name)
	slices.SortFunc(people, func(a, b person) int {
		return cmp.Or(-cmp.Compare(a.age, b.age), strings.Compare(a.name, b.name))
	})
	for _, p := range people {
		println(p.name, p.age)
	}
	i, ok := slices.BinarySearch([]string{"a", "c", "e"}, "d")
	println(i, ok, slices.Index([]int{5, 6, 7}, 6), slices.Contains([]string{"x"}, "y"), slices.Max([]float64{1, 3, 2}))
	m := map[string]int{"one": 1, "two": 2, "three": 3}
	keys := slices.Sorted(maps.Keys(m))
	println(strings.Join(keys, ","))
	n := maps.Clone(m)
	delete(n, "one")
	println(len(m), len(n), maps.Equal(m, n))
	println(slices.Compact([]int{1, 1, 2, 2, 3})[2], slices.Insert([]int{1, 4}, 1, 2, 3)[2], len(slices.Concat([]int{1}, []int{2, 3})) == 3)
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		println(len(c), c[0])
	}
	sort.Slice(people, func(i, j int) bool { return people[i].name < people[j].name })
	println(people[0].name, people[3].name)
}
