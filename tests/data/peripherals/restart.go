// The chip's own number, again and again.
package main

import "machine"

func main() {
	id := machine.DeviceID()
	print("id")
	for _, c := range id {
		print(" ", c)
	}
	println()
	machine.CPUReset()
}
