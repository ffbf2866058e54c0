// Package unique gives each value one handle, which it keeps.
package unique

import "strings"

// A Handle stands for a value: two handles are equal exactly if their values are.
type Handle[T comparable] struct {
	value *T
}

// Value is a shallow copy of the value that the handle was made from.
func (h Handle[T]) Value() T {
	return *h.value
}

// handles has the handle of each value, in an interface: so values of different types differ.
var handles map[any]any

// Make gives the value's handle.
func Make[T comparable](value T) Handle[T] {
	if found, ok := handles[value]; ok {
		return Handle[T]{found.(*T)}
	}
	if handles == nil {
		handles = make(map[any]any)
	}
	p := new(T)
	*p = value
	if s, ok := any(p).(*string); ok {
		// Not to keep the long string that this may be a part of.
		*s = strings.Clone(*s)
	}
	if any(value) == any(value) {
		handles[*p] = p
	}
	return Handle[T]{p}
}
