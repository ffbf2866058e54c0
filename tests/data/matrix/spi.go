package main

import "machine"

func main() {
	machine.SPI0.Configure(machine.SPIConfig{Frequency: 8000000, Mode: machine.Mode3})
	read := make([]byte, 4)
	machine.SPI0.Tx([]byte{0x9f, 0, 0, 0}, read)
	println(read[1], read[2], read[3])
}
