// Package synctest has no bubbles: goroutines share one clock, the real one.
package synctest

// Run cannot be.
func Run(f func()) {
	panic("testing/synctest is not supported")
}

// Wait cannot be.
func Wait() {
	panic("goroutine is not in a bubble")
}

// IsInBubble is false.
func IsInBubble() bool {
	return false
}

// An Association tells which bubble something belongs to.
type Association int

const (
	Unbubbled     = Association(iota) // to none
	CurrentBubble                     // to the goroutine's
	OtherBubble                       // to another
)

// Associate finds no bubble to associate p with.
func Associate[T any](p *T) Association {
	return Unbubbled
}

// Disassociate has nothing to undo.
func Disassociate[T any](p *T) {}

// IsAssociated is false.
func IsAssociated[T any](p *T) bool {
	return false
}

// A Bubble is none.
type Bubble struct{}

// Acquire gives no bubble.
func Acquire() *Bubble {
	return nil
}

// Release has nothing to do.
func (b *Bubble) Release() {}

// Run calls f.
func (b *Bubble) Run(f func()) {
	f()
}
