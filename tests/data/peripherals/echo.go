package main

import "machine"

func main() {
	println("ready")
	var some [64]byte
	for {
		n, _ := machine.Serial.Read(some[:])
		machine.Serial.Write(some[:n])
	}
}
