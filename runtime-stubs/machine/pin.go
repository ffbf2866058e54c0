//go:build !qemu

package machine

// High makes the pin's output high.
func (p Pin) High() {
	p.Set(true)
}

// Low makes the pin's output low.
func (p Pin) Low() {
	p.Set(false)
}

// Toggle turns the pin's output over.
func (p Pin) Toggle() {
	p.Set(!p.Get())
}
