//go:build panic.trap

package runtime

// fault is where exceptions without a handler go, and failed checks with -panic=trap: nothing is
// said, the program ends.
//
//export embgo_fault
func fault() {
	exit(2)
}
