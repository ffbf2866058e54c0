//go:build baremetal && !qemu && !emulated && exittold

package runtime

// tellExit says how the program ends, for `embgo test`, which takes this out of the output.
func tellExit(code int) {
	printstring("\x16exit ")
	printint32(int32(code))
	printnl()
}
