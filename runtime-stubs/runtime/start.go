package runtime

import "unsafe"

// startsGoroutines tells that the program starts goroutines, or coroutines. Lowering gives it its
// value.
var startsGoroutines bool

// start is where the assembly goes when memory is set up: bring up the chip, initialise all
// packages in order, run the program.
//
//export embgo_start
func start() {
	startInterrupts()
	initChip()
	if startsGoroutines {
		// Checks of the stack read the limit through current.
		mainG.low = uintptr(unsafe.Pointer(&stackBottom))
	}
	initPackages()
	mainMain()
	exit(0)
}

//go:linkname initPackages embgo.init
func initPackages()

//go:linkname mainMain main.main
func mainMain()
