package main

import "machine"

// A MAX31855 sends 25 degrees in quarters, then its own 22 in sixteenths.
func main() {
	machine.CS.Configure(machine.PinConfig{Mode: machine.PinOutput})
	machine.CS.High()
	machine.SPI0.Configure(machine.SPIConfig{Frequency: 1000000})
	for n := 0; n < 2; n++ {
		var r [4]byte
		machine.CS.Low()
		machine.SPI0.Tx(nil, r[:])
		machine.CS.High()
		println(r[0], r[1], r[2], r[3])
	}
	println(machine.SPI0.Tx([]byte{1, 2}, make([]byte, 3)) == machine.ErrTxInvalidSliceSize)
}
