// Package variables and init functions: what they compute must not depend on when it is computed.
package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"sort"
	"strings"
	"sync"
)

type node struct {
	name string
	next *node
	kids []*node
}

type shape interface{ area() float64 }

type rect struct{ w, h float64 }

func (r rect) area() float64 { return r.w * r.h }

// In order of dependency, not of text.
var (
	sum    = first + second
	second = double(first)
	first  = 21
)

func double(n int) int {
	calls++
	return 2 * n
}

var calls int

var ages = map[string]int{"ann": 31, "bob": 42, "eve": 27, "joe": 58, "kim": 19, "lou": 66, "max": 7}
var byAge = invert(ages)

func invert(m map[string]int) map[int]string {
	r := map[int]string{}
	for k, v := range m {
		r[v] = k
	}
	return r
}

var replacer = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;")
var errMissing = fmt.Errorf("entry %q: %w", "x", os.ErrNotExist)
var answer = sync.OnceValue(func() int { return calls*100 + 42 })
var asked = answer()
var koopman = crc32.MakeTable(crc32.Koopman)
var encoding = base64.NewEncoding("ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba9876543210+/")
var joined = errors.Join(errors.New("one"), errors.New("two"))

var shapes = []shape{rect{2, 3}, &rect{4, 5}}
var total = func() (t float64) {
	for _, s := range shapes {
		t += s.area()
	}
	return
}()

var ring = func() *node {
	a := &node{name: "a"}
	b := &node{name: "b", next: a}
	a.next = b
	a.kids = append(a.kids, b, a)
	return a
}()

var primes []int
var thirds [6]float64
var text string
var recovered any

func init() {
	for n := 2; len(primes) < 12; n++ {
		prime := true
		for _, p := range primes {
			prime = prime && n%p != 0
		}
		if prime {
			primes = append(primes, n)
		}
	}
}

func init() {
	for i := range thirds {
		thirds[i] = float64(i) / 3
		text += fmt.Sprintf("%d:%.2f ", i, thirds[i])
	}
}

// A panic at initialisation, and what is left of it.
func init() {
	defer func() { recovered = recover() }()
	primes[len(primes)] = 1
}

var log []string

func note(s string) int {
	log = append(log, s)
	return len(log)
}

var n1, n2 = note("n1"), note("n2")
var n3 = note(text)

// What runs at run time comes between what need not.
func init() { println("first init", len(primes), n3); note("printed") }

var late = 5

func init() { late *= len(log) }
func init() { println("second init", late); late++ }
func init() { late *= 2 }

func main() {
	fmt.Println(sum, first, second, calls, asked, answer())
	ages["zoe"] = 33
	delete(ages, "ann")
	names := []string{}
	for name, age := range ages {
		names = append(names, fmt.Sprint(name, age, byAge[age]))
	}
	sort.Strings(names)
	fmt.Println(len(ages), names)
	fmt.Println(replacer.Replace("a<b & c>d"), errMissing, errors.Is(errMissing, os.ErrNotExist))
	fmt.Println(crc32.Checksum([]byte("hello"), koopman), encoding.EncodeToString([]byte("hello")))
	fmt.Println(joined, total, shapes[1].area())
	fmt.Println(ring.next.next == ring, ring.kids[0].name, len(ring.kids), cap(ring.kids))
	ring.kids = append(ring.kids, &node{name: "c"})
	ring.kids[0].name = "changed"
	fmt.Println(ring.next.name, ring.kids[2].name)
	primes = append(primes, 41)
	fmt.Println(primes, thirds, text)
	fmt.Println(recovered, log, n1, n2, n3, late)
}
