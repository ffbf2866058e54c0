// Objects whose only reference is moved while the collector may be marking: from a place that it
// has perhaps not looked at to one that it does not look at again, by each operation that can
// overwrite a pointer. The file beside this one has the operations.

package main

import "runtime"

const n = 48

type node struct {
	next     *node
	id, same int
}

// kind is an operation: put lets the program's data refer to an object, take moves the reference.
type kind struct {
	name string
	put  func(i int, p *node)
	take func(i int) *node
}

type holder struct {
	node  *node
	any   interface{}
	text  string
	slice []node
	pair  pair
	array [4]*node
	fn    func() *node
}

type pair struct {
	a    int
	node *node
	b    [3]int
}

var (
	holders [n]*holder
	globals [n]*node
	row     []*node
	pairs   []pair
)

//go:noinline
func newNode(i int) *node { return &node{id: i, same: ^i} }

//go:noinline
func fill(k *kind, round, many int) {
	for i := 0; i < many; i++ {
		k.put(i, newNode(round*n+i))
	}
}

var rubbish *holder

// work lets the collector get on.
//
//go:noinline
func work(times int) {
	for i := 0; i < times; i++ {
		rubbish = &holder{node: newNode(i)}
	}
}

// deep overwrites what is left on the stack of old calls.
//
//go:noinline
func deep(levels int) int {
	var a [16]int
	for i := range a {
		a[i] = levels
	}
	if levels > 0 {
		a[levels] = deep(levels - 1)
	}
	return a[levels] + a[0]
}

func try(k *kind, round int) {
	many := n
	if k.name == "clear of a map" || k.name == "map key" {
		many = 1
	}
	if k.name == "coroutine" || k.name == "new goroutine" {
		// Each has a stack.
		many = 4
	}
	fill(k, round, many)
	deep(8)
	// The objects have been there before marking begins, which it does soon with gcstress.
	runtime.GC()
	if k.name == "weak pointer" {
		clear(globals[:])
	}
	work(2 + round%4)
	// If the collector is at work, it does not look into this any more.
	kept := make([]*node, n)
	for i := 0; i < many; i++ {
		kept[i] = k.take(i)
	}
	work(200)
	for i, p := range kept[:many] {
		if p == nil {
			if k.name != "weak pointer" && k.name != "sync.Pool" {
				println(k.name, "round", round, "has lost", i)
			}
			continue
		}
		if p.same != ^p.id || p.id/n != round {
			println("wrong:", k.name, "round", round, "index", i)
			return
		}
	}
}

func main() {
	row = make([]*node, n+1)
	pairs = make([]pair, n+1)
	for i := range holders {
		holders[i] = new(holder)
	}
	prepare()
	for i := range kinds {
		for round := 0; round < 8; round++ {
			try(&kinds[i], round)
		}
	}
	println("done")
}
