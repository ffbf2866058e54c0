//go:build baremetal && !qemu && !emulated

package runtime

// On a board there is nobody to return to: the program stops where it is, with interrupts as they
// are, and asks for as little power as the core allows.
func exit(code int) {
	tellExit(code)
	drainConsole()
	for {
		waitForEvent()
	}
}
