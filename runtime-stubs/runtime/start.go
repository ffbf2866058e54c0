package runtime

// start is where the assembly goes when memory is set up: bring up the chip, initialise all
// packages in order, run the program.
//
//export embgo_start
func start() {
	initChip()
	initPackages()
	mainMain()
	exit(0)
}

//go:linkname initPackages embgo.init
func initPackages()

//go:linkname mainMain main.main
func mainMain()
