// Package interrupt turns interrupts off and on, and connects handlers to them.
package interrupt

// Interrupt is the handler of one interrupt, made by New.
type Interrupt struct {
	num int
}

// New makes handler the handler of the interrupt with number id. Both must be constant: the vector
// table is made at compile time, and a call of New costs nothing at run time.
func New(id int, handler func(Interrupt)) Interrupt

// Number is the interrupt's number, as New was given it.
func (irq Interrupt) Number() int {
	return irq.num
}
