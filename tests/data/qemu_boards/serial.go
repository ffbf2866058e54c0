// Sleeps while bytes come, more than the port holds: only interrupts keep them. Sends them back at a full stop.
package main

import (
	"machine"
	"time"
)

func main() {
	var text []byte
	most := 0
	for len(text) == 0 || text[len(text)-1] != '.' {
		time.Sleep(100 * time.Millisecond)
		n := machine.Serial.Buffered()
		most = max(most, n)
		for ; n > 0; n-- {
			c, _ := machine.Serial.ReadByte()
			text = append(text, c)
		}
	}
	_, err := machine.Serial.ReadByte()
	println(string(text), err != nil, most > 8)
}
