package main

import "unsafe"

type integer interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uint | ~uintptr
}
type number interface {
	integer | ~float32 | ~float64
}
type ordered interface {
	number | ~string
}

var h uint64
var deep int
var fuel int = 1000000

func tr(x uint64) {
	if verbose {
		println("\t", x)
	}
	h = (h ^ x) * 0x100000001b3
	h ^= h >> 29
}

func trS(s string) {
	if verbose {
		println("\t", s)
	}
	h = (h ^ uint64(len(s))) * 0x100000001b3
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
}

func trB(b bool) {
	if b {
		tr(1)
	} else {
		tr(0)
	}
}

// All NaNs are one: which of them an operation gives is not specified.
func trF64(f float64) {
	if f != f {
		tr(0x7ff8)
	} else {
		tr(*(*uint64)(unsafe.Pointer(&f)))
	}
}

func trF32(f float32) {
	if f != f {
		tr(0x7fc0)
	} else {
		tr(uint64(*(*uint32)(unsafe.Pointer(&f))))
	}
}

func trC128(c complex128) { trF64(real(c)); trF64(imag(c)) }
func trC64(c complex64)   { trF32(real(c)); trF32(imag(c)) }

// texts is whether the texts of errors are traced.
var texts = true

func trAny(v any) {
	if deep > 6 {
		return
	}
	deep++
	defer func() { deep-- }()
	switch v := v.(type) {
	case nil:
		trS("nil")
	case bool:
		trB(v)
	case int8:
		trS("int8")
		tr(uint64(v))
	case int16:
		trS("int16")
		tr(uint64(v))
	case int32:
		trS("int32")
		tr(uint64(v))
	case int64:
		trS("int64")
		tr(uint64(v))
	case int:
		trS("int")
		tr(uint64(v))
	case uint8, uint16:
		trS("small")
		if b, ok := v.(uint8); ok {
			tr(uint64(b))
		} else {
			tr(uint64(v.(uint16)))
		}
	case uint32:
		trS("uint32")
		tr(uint64(v))
	case uint64:
		trS("uint64")
		tr(v)
	case uint:
		trS("uint")
		tr(uint64(v))
	case uintptr:
		trS("uintptr")
		tr(uint64(v))
	case float32:
		trF32(v)
	case float64:
		trF64(v)
	case complex64:
		trC64(v)
	case complex128:
		trC128(v)
	case string:
		trS(v)
	case error:
		trS("error")
		if !texts {
			return
		}
		// Official Go has two wordings for keys that cannot be hashed: one where the map is empty.
		if s := v.Error(); len(s) > 20 && (s[:20] == "runtime error: hash " || s[:8] == "hash of ") {
			trS("unhashable")
		} else if len(s) > 13 && s[:13] == "value method " {
			// Official Go names the method that was called with a nil pointer in an interface.
			trS("runtime error: invalid memory address or nil pointer dereference")
		} else {
			trS(s)
		}
	case interface{ trace() }:
		v.trace()
	default:
		trS("another type")
	}
}

func tick() {
	fuel--
	if fuel < 0 {
		panic("out of fuel")
	}
}

//go:noinline
func id[T any](x T) T { return x }

func cut(s string) string {
	if len(s) > 40 {
		return s[:40]
	}
	return s
}

// within keeps the conversion of a float to an integer defined.
func within(f, low, high float64) float64 {
	if f != f {
		return 0
	}
	return max(low, min(high, f))
}

// numeric is c, or 1 if a part of it is not a number.
func numeric[T ~complex64 | ~complex128](c T) T {
	z := complex128(c)
	if real(z) != real(z) || imag(z) != imag(z) {
		return 1
	}
	return c
}

func run(seed uint64, f func()) {
	h = 14695981039346656037
	fuel, deep = 2000, 0
	guard(f)
	println(seed, h)
}

func guard(f func()) {
	defer func() {
		if r := recover(); r != nil {
			trS("recovered")
			trAny(r)
		}
	}()
	f()
}

func upTo(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		defer trS("upTo ends")
		for i := 0; i < n; i++ {
			if !yield(i) {
				tr(uint64(i))
				return
			}
		}
	}
}

func pairs[T any](s []T) func(yield func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, v := range s {
			if !yield(i, v) {
				return
			}
		}
	}
}

func filter[T any](s []T, keep func(T) bool) (out []T) {
	for _, v := range s {
		if keep(v) {
			out = append(out, v)
		}
	}
	return
}

func fold[T, A any](s []T, start A, f func(A, T) A) A {
	for _, v := range s {
		start = f(start, v)
	}
	return start
}

type list[T any] struct {
	head  *node[T]
	count int
}

type node[T any] struct {
	value T
	next  *node[T]
}

func (l *list[T]) push(v T) {
	l.head = &node[T]{v, l.head}
	l.count++
}

func (l *list[T]) pop() (v T, ok bool) {
	if l.head == nil {
		return
	}
	v, l.head, ok = l.head.value, l.head.next, true
	l.count--
	return
}

func (l list[T]) all(yield func(T) bool) {
	for n := l.head; n != nil; n = n.next {
		if !yield(n.value) {
			return
		}
	}
}

type pair[A comparable, B any] struct {
	a A
	b B
}

func (p pair[A, B]) swap(a A) (pair[A, B], bool) { return pair[A, B]{a, p.b}, p.a == a }
