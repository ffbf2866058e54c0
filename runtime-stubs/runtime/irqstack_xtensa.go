//go:build xtensa

package runtime

// startInterrupts does nothing: the trap entry changes to the stack of the handlers.
func startInterrupts() {}
