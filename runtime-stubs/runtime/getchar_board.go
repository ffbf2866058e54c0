//go:build baremetal && !qemu

package runtime

import "machine"

// chipGetchar is the next character from the console, or -1 if none has come yet.
func chipGetchar() int {
	if machine.Serial.Buffered() == 0 {
		return -1
	}
	c, err := machine.Serial.ReadByte()
	if err != nil {
		return -1
	}
	return int(c)
}
