// Package keyboard makes the USB device a keyboard, of the layout of the United States.
package keyboard

import "machine/usb/hid"

type problem string

func (p problem) Error() string { return string(p) }

// What keys are refused with.
var (
	ErrInvalidCodepoint error = problem("no key of the keyboard has this character")
	ErrInvalidKeycode   error = problem("invalid keyboard keycode")
	ErrInvalidUTF8      error = problem("invalid UTF-8 encoding")
	ErrKeypressMaximum  error = problem("more keys at once than the keyboard can tell")
)

type keyboard struct {
	// What is pressed: modifiers by bits, keys, one of a player's and one of the computer's.
	modifiers uint8
	keys      [6]uint8
	consumer  uint16
	system    uint8
}

// Keyboard is the keyboard.
var Keyboard = &keyboard{}

// Port is the keyboard.
func Port() *keyboard {
	return Keyboard
}

// New is the keyboard.
func New() *keyboard {
	return Keyboard
}

// NumLockLed tells whether the host has turned that light on.
func (kb *keyboard) NumLockLed() bool { return hid.Lights()&1 != 0 }

// CapsLockLed tells whether the host has turned that light on.
func (kb *keyboard) CapsLockLed() bool { return hid.Lights()&2 != 0 }

// ScrollLockLed tells whether the host has turned that light on.
func (kb *keyboard) ScrollLockLed() bool { return hid.Lights()&4 != 0 }

// Write types text.
func (kb *keyboard) Write(b []byte) (n int, err error) {
	for n < len(b) {
		if err := kb.WriteByte(b[n]); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// WriteByte types a character.
func (kb *keyboard) WriteByte(b byte) error {
	if b >= 0x80 {
		return ErrInvalidCodepoint
	}
	return kb.Press(Keycode(b))
}

// Press presses a key and releases it. A key is one of the package's constants or an ASCII character.
func (kb *keyboard) Press(c Keycode) error {
	if err := kb.Down(c); err != nil {
		return err
	}
	return kb.Up(c)
}

// Down presses a key, until Up.
func (kb *keyboard) Down(c Keycode) error {
	kind, key, modifiers, err := c.meaning()
	if err != nil {
		return err
	}
	switch kind {
	case ofConsumer:
		return kb.consume(uint16(c & 0x3ff))
	case ofSystem:
		return kb.control(key)
	}
	if key != 0 && kb.at(key) < 0 {
		free := kb.at(0)
		if free < 0 {
			return ErrKeypressMaximum
		}
		kb.keys[free] = key
	}
	kb.modifiers |= modifiers
	return kb.tell()
}

// Up releases a key.
func (kb *keyboard) Up(c Keycode) error {
	kind, key, modifiers, err := c.meaning()
	if err != nil {
		return err
	}
	switch kind {
	case ofConsumer:
		return kb.consume(0)
	case ofSystem:
		return kb.control(0)
	}
	if i := kb.at(key); key != 0 && i >= 0 {
		kb.keys[i] = 0
	}
	kb.modifiers &^= modifiers
	return kb.tell()
}

// Release releases all keys.
func (kb *keyboard) Release() error {
	kb.modifiers = 0
	clear(kb.keys[:])
	err := kb.tell()
	if kb.consumer != 0 && err == nil {
		err = kb.consume(0)
	}
	if kb.system != 0 && err == nil {
		err = kb.control(0)
	}
	return err
}

// at is the place of a key that is pressed, or of none (0), or -1.
func (kb *keyboard) at(key uint8) int {
	for i, k := range kb.keys {
		if k == key {
			return i
		}
	}
	return -1
}

func (kb *keyboard) tell() error {
	report := [9]byte{hid.ReportKeyboard, kb.modifiers}
	copy(report[3:], kb.keys[:])
	return hid.Send(report[:])
}

func (kb *keyboard) consume(key uint16) error {
	kb.consumer = key
	report := [...]byte{hid.ReportConsumer, byte(key), byte(key >> 8)}
	return hid.Send(report[:])
}

func (kb *keyboard) control(key uint8) error {
	kb.system = key
	report := [...]byte{hid.ReportSystem, key}
	return hid.Send(report[:])
}
