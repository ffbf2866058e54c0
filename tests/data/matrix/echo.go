package main

import "machine"

func main() {
	machine.Serial.Configure(machine.UARTConfig{BaudRate: 9600})
	for {
		if machine.Serial.Buffered() > 0 {
			c, _ := machine.Serial.ReadByte()
			machine.Serial.WriteByte(c)
		}
	}
}
