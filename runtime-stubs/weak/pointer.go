// Package weak has pointers that keep their objects: what they point to is never collected for want
// of other pointers, which the package's contract allows.
package weak

// A Pointer is equal to another exactly if it was made from the same pointer.
type Pointer[T any] struct {
	_ [0]*T
	p *T
}

// Make gives a weak pointer to *ptr.
func Make[T any](ptr *T) Pointer[T] {
	return Pointer[T]{p: ptr}
}

// Value is the pointer that the weak one was made from.
func (p Pointer[T]) Value() *T {
	return p.p
}
