package runtime

// panicrange reports a wrong call of the body of a loop over a function. The states are those that
// the compiler keeps for the loop.
func panicrange(state int) {
	switch state {
	case 1: // done
		panic(errorString("range function continued iteration after function for loop body returned false"))
	case 2: // exhausted
		panic(errorString("range function continued iteration after whole loop exit"))
	case 3: // running
		panic(errorString("range function continued iteration after loop body panic"))
	case 4: // missing panic
		panic(errorString("range function recovered a loop body panic and did not resume panicking"))
	}
}
