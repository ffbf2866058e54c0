// Shows a USB device beside the console.
package main

import "machine"

func main() {
	println("before")
	machine.USBDev.Configure(machine.UARTConfig{})
	println("shown", machine.USBCDC.DTR())
}
