package main

import "machine"

func main() {
	println("printed")
	machine.Serial.Write([]byte("written\n"))
	_, err := machine.Serial.ReadByte()
	println("buffered", machine.Serial.Buffered(), err != nil)
}
