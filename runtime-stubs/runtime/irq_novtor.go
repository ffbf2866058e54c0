//go:build novtor

package runtime

// irqHook is called before the handler that the vector table names; it tells whether it knew the
// interrupt. interrupt.Replace sets it, and in other programs it is known never to be set.
var irqHook func(n uintptr) bool

// irqReplaced calls another handler of interrupt n if there is one. Lowering puts a call of it in
// front of each handler that interrupt.New is given.
func irqReplaced(n uintptr) bool {
	return irqHook != nil && irqHook(n)
}
