// Texts that a function makes: those it drops may lie on its stack, those that anything keeps may
// not.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

type box struct{ s string }

var (
	global  string
	list    []string
	table   = map[string]int{}
	boxed   any
	pointer *string
	err     error
	later   []func() string
)

// clobber writes over what was on the stack.
//
//go:noinline
func clobber(n int) int {
	var a [64]int
	for i := range a {
		a[i] = 0x5a5a5a5a ^ n
	}
	if n > 0 {
		return clobber(n-1) + a[n]
	}
	return a[0]
}

//go:noinline
func number(i int) string { return strconv.Itoa(i) }

//go:noinline
func part(b []byte, i int) string { return string(b[i:]) }

//go:noinline
func same(s string) string { return s }

//go:noinline
func fill(b []byte, s string) int { return copy(b, s) }

//go:noinline
func keep(i int) {
	global = strconv.Itoa(i)
	list = append(list, "n"+strconv.Itoa(i+1))
	table[strconv.Itoa(i+2)] = i
	boxed = strconv.FormatInt(int64(-i), 10)
	s := string([]byte{'p', byte('0' + i%10)})
	pointer = &s
	err = errors.New("no " + strconv.Itoa(i))
	t := strconv.FormatUint(uint64(i)<<40, 10)
	later = append(later, func() string { return t })
}

//go:noinline
func drop(i int) int {
	var b [40]byte
	n := fill(b[:], strconv.Itoa(i))
	n += fill(b[n:], "/"+strconv.FormatInt(int64(i)*-1e12, 10))
	if string(b[:n]) == "7/-7000000000000" {
		n += 100
	}
	n += table[string(b[:1])]
	for i, c := range []byte(strconv.FormatUint(uint64(i)*1e9, 10)) {
		n += i * int(c)
	}
	return n + strings.Count(same(strconv.Itoa(i*1111111)), "7") + len(string(rune(i+'a')))
}

//go:noinline
func rounds(n int) string {
	last, all := "", ""
	for i := range n {
		now := strconv.Itoa(i * i * 1000)
		if len(now) > len(last) {
			all += last + ";"
		}
		last = now
	}
	return all + last
}

//go:noinline
func long(n int) int {
	b := []byte(strings.Repeat("long ", n))
	s := string(b)
	b[0] = 'x'
	t := s + "!" + s
	return len(t)*2 + int(t[0]) + len([]byte(t))
}

//go:noinline
func throw(i int) (s string) {
	defer func() { s = recover().(string) }()
	panic("thrown " + strconv.Itoa(i))
}

//go:noinline
func swap(i int) (a, b string) {
	a, b = strconv.Itoa(i), strconv.Itoa(-i)
	if i%2 == 0 {
		a, b = b, a
	}
	return
}

func send(c chan<- string, i int) {
	c <- strconv.Itoa(i)
	s := "sent " + strconv.Itoa(i)
	go func() { c <- s }()
}

func main() {
	for i := range 12 {
		keep(i * 100)
		clobber(3)
		fmt.Println(global, list[i], boxed, *pointer, err, later[i]())
		println(drop(i), number(i*77), part([]byte("hello"), i%5), throw(i))
		a, b := swap(i)
		x := box{strconv.Itoa(i * 5000)}
		y := &box{x.s + "y"}
		clobber(2)
		println(a, b, x.s, y.s)
	}
	println(len(table), table["302"], rounds(15), long(1), long(3), long(40))
	c := make(chan string)
	go send(c, 12345)
	first := <-c
	clobber(3)
	println(first, <-c)
}
