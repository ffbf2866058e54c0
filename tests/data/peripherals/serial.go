package main

import "machine"

// A serial port on given pins, in another format than the usual one.
func main() {
	port := machine.PORT
	println(port.Configure(machine.UARTConfig{BaudRate: 9600, TX: machine.TX, RX: machine.RX}) == nil)
	println(port.SetFormat(FORMAT) == nil, port.SetFormat(4, 1, machine.ParityNone) == nil)
}
