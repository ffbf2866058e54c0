package main

import (
	"errors"
	"iter"
	"sync"
	"sync/atomic"
	"unsafe"
	"weak"
)

type carrier struct{ node *node }

func (c carrier) Error() string { return "carrier" }

type wide struct {
	id   int
	node *node
	more [2]int
}

var (
	texts     [n]string
	byID      = map[int]*node{}
	byNode    = map[interface{}]int{}
	single    = make(chan *node, n)
	wides     = make(chan wide, n)
	atomics   [n]*atomic.Pointer[node]
	values    [n]*atomic.Value
	plain     [n]unsafe.Pointer
	pool      sync.Pool
	weaks     [n]weak.Pointer[node]
	errs      [n]*carrier
	requests  = make(chan int)
	responses = make(chan *node)
	next      [n]func() (*node, bool)
)

func prepare() {
	for i := range atomics {
		atomics[i] = new(atomic.Pointer[node])
		values[i] = new(atomic.Value)
		errs[i] = new(carrier)
	}
	go server()
}

func server() {
	for i := range requests {
		p := holders[i].node
		holders[i].node = nil
		responses <- p
	}
}

func text(p *node) string { return unsafe.String((*byte)(unsafe.Pointer(p)), unsafe.Sizeof(node{})) }

func nodeOf(s string) *node { return (*node)(unsafe.Pointer(unsafe.StringData(s))) }

func seq(i int) iter.Seq[*node] {
	return func(yield func(*node) bool) {
		p := holders[i].node
		holders[i].node = nil
		yield(p)
	}
}

var kinds = []kind{
	{"field", func(i int, p *node) { holders[i].node = p }, func(i int) *node {
		h := holders[i]
		p := h.node
		h.node = nil
		return p
	}},
	{"whole structure", func(i int, p *node) { holders[i].node = p }, func(i int) *node {
		p := holders[i].node
		*holders[i] = holder{}
		return p
	}},
	{"part of a structure", func(i int, p *node) { holders[i].pair.node = p }, func(i int) *node {
		p := holders[i].pair.node
		holders[i].pair = pair{a: i}
		return p
	}},
	{"array", func(i int, p *node) { holders[i].array[i%4] = p }, func(i int) *node {
		p := holders[i].array[i%4]
		holders[i].array = [4]*node{}
		return p
	}},
	{"interface", func(i int, p *node) { holders[i].any = p }, func(i int) *node {
		p := holders[i].any.(*node)
		holders[i].any = i
		return p
	}},
	{"string", func(i int, p *node) { holders[i].text = text(p) }, func(i int) *node {
		s := holders[i].text
		holders[i].text = "other"
		return nodeOf(s)
	}},
	{"slice", func(i int, p *node) { holders[i].slice = unsafe.Slice(p, 1) }, func(i int) *node {
		s := holders[i].slice
		holders[i].slice = nil
		return &s[0]
	}},
	{"function", func(i int, p *node) { holders[i].fn = func() *node { return p } }, func(i int) *node {
		f := holders[i].fn
		holders[i].fn = nil
		return f()
	}},
	{"package variable", func(i int, p *node) { globals[i] = p }, func(i int) *node {
		p := globals[i]
		globals[i] = nil
		return p
	}},
	{"string variable", func(i int, p *node) { texts[i] = text(p) }, func(i int) *node {
		s := texts[i]
		texts[i] = ""
		return nodeOf(s)
	}},
	{"swap", func(i int, p *node) { globals[i] = p }, func(i int) *node {
		h := holders[i]
		h.node = nil
		h.node, globals[i] = globals[i], h.node
		p := h.node
		h.node = nil
		return p
	}},
	{"copy", func(i int, p *node) { row[i] = p }, func(i int) *node {
		p := row[i]
		copy(row[i:i+1], row[n:])
		return p
	}},
	{"copy of structures", func(i int, p *node) { pairs[i].node = p }, func(i int) *node {
		p := pairs[i].node
		copy(pairs[i:i+1], pairs[n:])
		return p
	}},
	{"clear", func(i int, p *node) { row[i] = p }, func(i int) *node {
		p := row[i]
		clear(row[i : i+1])
		return p
	}},
	{"append", func(i int, p *node) { row[i] = p }, func(i int) *node {
		p := row[i]
		_ = append(row[:i], nil)
		return p
	}},
	{"append of a slice", func(i int, p *node) { row[i] = p }, func(i int) *node {
		p := row[i]
		_ = append(row[:i], row[n:]...)
		return p
	}},
	{"map element", func(i int, p *node) { byID[i] = p }, func(i int) *node {
		p := byID[i]
		byID[i] = nil
		return p
	}},
	{"delete", func(i int, p *node) { byID[i] = p }, func(i int) *node {
		p := byID[i]
		delete(byID, i)
		return p
	}},
	{"clear of a map", func(i int, p *node) { byID[0] = p }, func(i int) *node {
		p := byID[0]
		clear(byID)
		return p
	}},
	{"map key", func(i int, p *node) {
		clear(byNode)
		byNode[text(p)] = 0
	}, func(i int) *node {
		for k := range byNode {
			p := nodeOf(k.(string))
			copied := *p
			byNode[text(&copied)] = 1
			return p
		}
		return nil
	}},
	{"channel", func(i int, p *node) { single <- p }, func(i int) *node { return <-single }},
	{"channel of structures", func(i int, p *node) { wides <- wide{i, p, [2]int{i, i}} }, func(i int) *node {
		return (<-wides).node
	}},
	{"select", func(i int, p *node) { single <- p }, func(i int) *node {
		select {
		case p := <-single:
			return p
		case v := <-wides:
			return v.node
		}
	}},
	{"received into a field", func(i int, p *node) { holders[i].node = p }, func(i int) *node {
		p := holders[i].node
		single <- nil
		holders[i].node = <-single
		return p
	}},
	{"atomic.Pointer.Swap", func(i int, p *node) { atomics[i].Store(p) }, func(i int) *node {
		return atomics[i].Swap(nil)
	}},
	{"atomic.Pointer.CompareAndSwap", func(i int, p *node) { atomics[i].Store(p) }, func(i int) *node {
		p := atomics[i].Load()
		atomics[i].CompareAndSwap(p, nil)
		return p
	}},
	{"atomic.StorePointer", func(i int, p *node) { plain[i] = unsafe.Pointer(p) }, func(i int) *node {
		p := plain[i]
		atomic.StorePointer(&plain[i], nil)
		return (*node)(p)
	}},
	{"atomic.Value.Swap", func(i int, p *node) { values[i].Store(p) }, func(i int) *node {
		return values[i].Swap((*node)(nil)).(*node)
	}},
	{"sync.Pool", func(i int, p *node) { pool.Put(p) }, func(i int) *node {
		p, _ := pool.Get().(*node)
		return p
	}},
	{"errors.As", func(i int, p *node) { errs[i].node = p }, func(i int) *node {
		p := errs[i].node
		errors.As(carrier{}, errs[i])
		return p
	}},
	{"goroutine", func(i int, p *node) { holders[i].node = p }, func(i int) *node {
		requests <- i
		return <-responses
	}},
	{"new goroutine", func(i int, p *node) { holders[i].node = p }, func(i int) *node {
		p := holders[i].node
		holders[i].node = nil
		go func() { responses <- p }()
		return <-responses
	}},
	{"coroutine", func(i int, p *node) {
		holders[i].node = p
		next[i], _ = iter.Pull(seq(i))
	}, func(i int) *node {
		p, _ := next[i]()
		next[i]()
		next[i] = nil
		return p
	}},
	{"weak pointer", func(i int, p *node) { globals[i], weaks[i] = p, weak.Make(p) }, func(i int) *node {
		return weaks[i].Value()
	}},
}
