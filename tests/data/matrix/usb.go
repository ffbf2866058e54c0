package main

import (
	"machine"
	"time"
)

func main() {
	usb := machine.USBCDC
	usb.Configure(machine.UARTConfig{})
	for {
		if usb.Buffered() == 0 {
			time.Sleep(time.Millisecond)
			continue
		}
		c, err := usb.ReadByte()
		if err == nil {
			usb.WriteByte(c)
		}
	}
}
