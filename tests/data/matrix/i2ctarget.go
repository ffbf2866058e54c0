package main

import "machine"

func main() {
	bus := machine.I2C0
	bus.Configure(machine.I2CConfig{Mode: machine.I2CModeTarget})
	bus.Listen(0x42)
	memory := make([]byte, 256)
	at := byte(0)
	message := make([]byte, 32)
	for {
		event, n, err := bus.WaitForEvent(message)
		switch {
		case err != nil:
			println(err.Error())
		case event == machine.I2CReceive && n > 0:
			at = message[0]
			for _, c := range message[1:n] {
				memory[at] = c
				at++
			}
		case event == machine.I2CRequest:
			bus.Reply(memory[at:])
		}
	}
}
