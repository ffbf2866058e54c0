package main

import "machine"

// An EEPROM at 0x50 keeps what was written, more than the controller holds at once.
func main() {
	bus := machine.I2C0
	bus.Configure(machine.I2CConfig{Frequency: machine.TWI_FREQ_400KHZ})
	var w [2 + 40]byte
	w[1] = 0x40
	for i := range 40 {
		w[2+i] = byte(i * 3)
	}
	println(bus.Tx(0x50, w[:], nil) == nil)
	for bus.Tx(0x50, nil, nil) != nil {
	}
	var r [70]byte
	println(bus.Tx(0x50, w[:2], r[:]) == nil)
	for i, c := range r {
		want := byte(0xff)
		if i < 40 {
			want = byte(i * 3)
		}
		if c != want {
			println("byte", i, "is", c)
		}
	}
	println(bus.SetBaudRate(1000000) == nil, r[39])
}
