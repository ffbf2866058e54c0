// A keyboard and a mouse beside the serial port: what they do is asked for on the console.
package main

import (
	"machine"
	"machine/usb/hid/keyboard"
	"machine/usb/hid/mouse"
	"time"
)

func main() {
	kb, m := keyboard.Port(), mouse.Port()
	for {
		c, err := machine.Serial.ReadByte()
		if err != nil {
			time.Sleep(100 * time.Microsecond)
			continue
		}
		switch c {
		case 'k':
			_, err = kb.Write([]byte("Hi!\n"))
		case 'h':
			kb.Down(keyboard.KeyModifierCtrl)
			kb.Press(keyboard.KeyF12)
			kb.Press('"')
			kb.Press(keyboard.KeyMediaVolumeInc)
			kb.Press(keyboard.KeySystemSleep)
			err = kb.Release()
		case 'm':
			m.Move(5, -200)
			m.Click(mouse.Left | mouse.Middle)
			m.WheelDown()
		case 'e':
			_, err = kb.Write([]byte("é"))
		}
		println(string(rune(c)), kb.NumLockLed(), kb.CapsLockLed(), err != nil)
	}
}
