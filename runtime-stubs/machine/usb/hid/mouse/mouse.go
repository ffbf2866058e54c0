// Package mouse makes the USB device a mouse.
package mouse

import "machine/usb/hid"

// Button is a button, or several.
type Button byte

// The buttons.
const (
	Left Button = 1 << iota
	Right
	Middle
	Back
	Forward
)

type mouse struct {
	buttons Button
}

// Mouse is the mouse.
var Mouse = &mouse{}

// Port is the mouse.
func Port() *mouse {
	return Mouse
}

// New is the mouse.
func New() *mouse {
	return Mouse
}

// Move moves the pointer to the right and down, or back, by at most 127 each.
func (m *mouse) Move(vx, vy int) {
	if vx != 0 || vy != 0 {
		m.send(vx, vy, 0)
	}
}

// Click presses buttons and releases them.
func (m *mouse) Click(btn Button) {
	m.Press(btn)
	m.Release(btn)
}

// Press presses buttons.
func (m *mouse) Press(btn Button) {
	m.buttons |= btn
	m.send(0, 0, 0)
}

// Release releases buttons.
func (m *mouse) Release(btn Button) {
	m.buttons &^= btn
	m.send(0, 0, 0)
}

// Wheel turns the wheel up, or down.
func (m *mouse) Wheel(v int) {
	if v != 0 {
		m.send(0, 0, v)
	}
}

// WheelDown turns the wheel down by one.
func (m *mouse) WheelDown() {
	m.Wheel(-1)
}

// WheelUp turns the wheel up by one.
func (m *mouse) WheelUp() {
	m.Wheel(1)
}

// send tells the host. A report that no host takes is lost.
func (m *mouse) send(x, y, wheel int) {
	report := [...]byte{hid.ReportMouse, byte(m.buttons), limit(x), limit(y), limit(wheel)}
	hid.Send(report[:])
}

// limit is the value as a byte with a sign; the descriptor has no -128.
func limit(v int) byte {
	return byte(int8(max(-127, min(v, 127))))
}
