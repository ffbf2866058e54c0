// Says hello on the console and sends back what comes. UART0 tells the rest.
package main

import (
	"machine"
	"time"
)

func main() {
	machine.UART0.Configure(machine.UARTConfig{})
	println("hello")
	for n := 0; ; n++ {
		if machine.Serial.Buffered() == 0 {
			time.Sleep(100 * time.Microsecond)
			continue
		}
		c, err := machine.Serial.ReadByte()
		switch {
		case err != nil:
			machine.UART0.Write([]byte("nothing\n"))
		case c == '!':
			// More than the port keeps.
			line := []byte("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n")
			for i := 0; i < 8; i++ {
				machine.Serial.Write(line)
			}
			machine.UART0.Write([]byte("written\n"))
		case c == '?':
			lines := []byte("lines . .\n")
			if machine.USBCDC.DTR() {
				lines[6] = 'D'
			}
			if machine.USBCDC.RTS() {
				lines[8] = 'R'
			}
			machine.UART0.Write(lines)
		case c == '*':
			panic("the end")
		default:
			machine.Serial.WriteByte(c)
		}
	}
}
