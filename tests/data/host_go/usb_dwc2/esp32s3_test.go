package machine

import (
	"hosttest/esp"
	"testing"
)

// Package machine has these elsewhere.
type Pin uint8

const (
	GPIO19 Pin = 19
	GPIO20 Pin = 20
)

func startPeripheral(bit uint32) {
	esp.SYSTEM.PERIP_CLK_EN0.SetBits(bit)
	esp.SYSTEM.PERIP_RST_EN0.SetBits(bit)
	esp.SYSTEM.PERIP_RST_EN0.ClearBits(bit)
}

const (
	chipInterrupt = 38
	// chipMemory is in words: ESP32-S3 Technical Reference Manual, chapter 32.
	chipMemory = 256
	lowPart    = 0x60000000
	system     = 0x600c0000
	usbBit     = 1 << 23
	jtagByte   = 0x60038000
)

func chipMaps() bool {
	return mapRegisters(lowPart, 0x80000) && mapRegisters(system, 0x1000)
}

var jtag []byte

func chipReset() {
	for at := uintptr(lowPart); at < lowPart+0x40000; at += 4 {
		*word(at) = 0
	}
	for at := uintptr(system); at < system+0x100; at += 4 {
		*word(at) = 0
	}
	// There is always room for a byte.
	*word(jtagByte + 4) = 2
	usbTaken = false
	jtag = nil
}

func chipWrote(m *model, at uintptr, value uint32) {
	*word(at) = value
	switch {
	case at == system+0x20 && value&usbBit != 0:
		m.coreReset()
	case at == jtagByte:
		jtag = append(jtag, byte(value))
	case at == jtagByte+4:
		*word(at) = 2
	}
}

// chipClocked tells whether the controller has its clock and is not in reset.
func chipClocked() bool {
	return *word(system + 0x18)&usbBit != 0 && *word(system + 0x20)&usbBit == 0
}

// chipShows: the controller has the transceiver, is told that it is a device, and pulls by itself.
func chipShows(m *model) bool {
	// Constant signals by the matrix: 1, 0, 1, 1.
	for n, want := range []uint32{58: 0xb8, 59: 0xf8, 60: 0xb8, 61: 0xb8} {
		if *word(lowPart + 0x4154 + uintptr(4*n)) != want {
			return false
		}
	}
	conf, wrap := *word(lowPart + 0x8120), *word(lowPart + 0x39000)
	return chipClocked() && conf>>19&3 == 3 && wrap&(1<<18|1<<12|1<<2) == 1<<18
}

// voltage is not seen.
func (m *model) voltage(on bool) { m.cable = on }

// Serial/JTAG has the port until the device wants it.
func TestTwoControllers(t *testing.T) {
	m := plug(t)
	*word(lowPart + 0x8120) = 3 << 19
	USBCDC.begin(UARTConfig{})
	USBCDC.Write([]byte("before"))
	if string(jtag) != "before" || *word(lowPart + 0x8120) != 0 || USBCDC.DTR() {
		t.Fatalf("%q, %#x", jtag, *word(lowPart + 0x8120))
	}
	USBDev.Configure(UARTConfig{})
	m.enumerate()
	m.must(0x21, 0x22, 3, 0, 0)
	USBCDC.Write([]byte("behind"))
	if text := m.collect(); string(text) != "behind" || string(jtag) != "before" {
		t.Fatalf("%q, %q", text, jtag)
	}
	if !m.bulkOut([]byte("x")) || USBCDC.Buffered() != 1 || !USBCDC.DTR() || !USBCDC.RTS() {
		t.Fatal("the port does not work")
	}
	usbGiveBack()
	if m.shown() {
		t.Fatal("it keeps the transceiver")
	}
}
