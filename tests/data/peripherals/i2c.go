package main

import "machine"

// A TMP102 at 0x48 measures 25 degrees; nobody is at 0x49.
func main() {
	bus := machine.I2C0
	if err := bus.Configure(machine.I2CConfig{}); err != nil {
		println(err.Error())
	}
	var t [BYTES]byte
	if err := bus.ReadRegister(0x48, 0, t[:]); err != nil {
		println(err.Error())
	}
	println("temperature", t[0])
	if err := bus.WriteRegister(0x48, 2, []byte{0x12, 0x30}); err != nil {
		println(err.Error())
	}
	if err := bus.Tx(0x48, []byte{2}, t[:]); err != nil {
		println(err.Error())
	}
	println("limit", t[0], t[len(t)-1])
	err := bus.Tx(0x49, []byte{1}, nil)
	println("nobody:", err != nil && err.Error() == machine.ErrI2CNack.Error())
	err = bus.Tx(0x48, []byte{0}, t[:])
	println("again", err == nil, t[0])
}
