package main

type node struct {
	left, right *node
	key         int
	text        string
}

func insert(n *node, key int) *node {
	if n == nil {
		return &node{key: key, text: "key " + string(rune('a'+key%26))}
	}
	if key < n.key {
		n.left = insert(n.left, key)
	} else {
		n.right = insert(n.right, key)
	}
	return n
}

func (n *node) check() int {
	if n == nil {
		return 0
	}
	if n.text != "key "+string(rune('a'+n.key%26)) {
		println("wrong text", n.key, n.text)
	}
	return 1 + n.left.check() + n.right.check()
}

// large has a pointer map that does not fit into a word.
type large struct {
	numbers [40]int
	p       *int
	more    [3]struct {
		a, b int
		f    func() int
	}
}

type shape interface{ area() int }
type square struct{ side, unused, more int }
type line int

func (s square) area() int { return s.side * s.side }
func (l line) area() int   { return int(l) }

func main() {
	x := uint32(7)
	random := func(n int) int {
		x = x*1664525 + 1013904223
		return int(x>>8) % n
	}
	var tree *node
	for i := 0; i < 100; i++ {
		tree = insert(tree, random(1000))
	}
	println(tree.check())

	// A list longer than the collector's stack, and a wide array.
	type item struct {
		next  *item
		value [3]int
	}
	var list *item
	for i := 0; i < 200; i++ {
		list = &item{list, [3]int{i, i, i}}
	}
	wide := make([]*item, 100)
	for i := range wide {
		wide[i] = &item{nil, [3]int{i, 0, i}}
	}
	sum := 0
	for l := list; l != nil; l = l.next {
		sum += l.value[1]
	}
	for i, w := range wide {
		if w.value[2] != i {
			println("wrong item", i)
		}
	}
	println(sum)

	var larges []*large
	for i := 0; i < 10; i++ {
		l := new(large)
		j := i
		l.p = &j
		for k := range l.more {
			k := k
			l.more[k].f = func() int { return j + k }
		}
		larges = append(larges, l)
	}
	sum = 0
	for _, l := range larges {
		sum += *l.p
		for _, m := range l.more {
			sum += m.f()
		}
	}
	println(sum)

	words := map[string][]int{}
	for i := 0; i < 120; i++ {
		k := string(rune('a' + i%20))
		words[k] = append(words[k], i)
		if i%7 == 0 {
			delete(words, "c")
		}
	}
	sum = 0
	for k, v := range words {
		sum += len(k) * len(v)
	}
	println(len(words), sum)

	var shapes []shape
	for i := 0; i < 50; i++ {
		if i%2 == 0 {
			shapes = append(shapes, square{i, 0, 0})
		} else {
			shapes = append(shapes, line(i))
		}
	}
	sum = 0
	for _, s := range shapes {
		sum += s.area()
	}
	println(sum)

	// Only a pointer to the middle is left.
	inner := &new(large).more[1].b
	bytes := []byte("some text that is long enough not to be small")[5:9]
	for i := 0; i < 30; i++ {
		_ = append(bytes[:4:4], byte(i))
	}
	*inner = 5
	println(*inner, string(bytes))
}
