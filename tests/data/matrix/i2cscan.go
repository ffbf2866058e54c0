package main

import "machine"

func main() {
	machine.I2C0.Configure(machine.I2CConfig{Frequency: machine.TWI_FREQ_400KHZ})
	var some [1]byte
	for address := uint16(8); address < 120; address++ {
		if machine.I2C0.Tx(address, nil, some[:]) == nil {
			println("a device at", address)
		}
	}
}
