package machine

import (
	"hosttest/dwc2"
	"hosttest/stm32"
	"testing"
)

// Pin and its connections are package machine's elsewhere.
type Pin uint8

const (
	PA11        Pin = 11
	PA12        Pin = 12
	functionUSB     = 10
)

var connected = map[Pin]uint32{}

func (p Pin) connect(function uint32, pull uint32, openDrain bool) {
	if !openDrain && pull == 0 {
		connected[p] = function
	}
}

// usbSensesVoltage is a constant of the board.
var usbSensesVoltage = true

const (
	chipInterrupt = 67
	// chipMemory is in words: RM0090, section 34.13.
	chipMemory = 320
	rcc        = 0x40023800
)

func chipMaps() bool { return mapRegisters(rcc&^0xfff, 0x1000) }

func chipReset() {
	*stm32.RCC = stm32.RCC_Type{}
	connected = map[Pin]uint32{}
}

func chipWrote(m *model, at uintptr, value uint32) {
	*word(at) = value
	if at == rcc+0x14 && value&(1<<7) != 0 {
		m.coreReset()
	}
}

// chipClocked tells whether the controller has its clock and is not in reset.
func chipClocked() bool {
	return stm32.RCC.AHB2ENR.Reg&(1<<7) != 0 && stm32.RCC.AHB2RSTR.Reg&(1<<7) == 0
}

// chipShows: the transceiver is on, connected, and sees a voltage or does not look.
func chipShows(m *model) bool {
	g := usbOTG.GCCFG.Reg
	return chipClocked() && g&dwc2.GCCFG_PWRDWN != 0 && connected[PA11] == 10 && connected[PA12] == 10 &&
		(g&dwc2.GCCFG_NOVBUSSENS != 0 || g&dwc2.GCCFG_VBUSBSEN != 0 && m.cable)
}

// voltage comes or goes at PA9.
func (m *model) voltage(on bool) {
	if m.cable && !on && usbOTG.GCCFG.Reg&dwc2.GCCFG_VBUSBSEN != 0 {
		usbOTG.GOTGINT.Reg |= dwc2.GOTGINT_SEDET
		m.cable = on
		m.interrupts()
	}
	m.cable = on
}

func TestPower(t *testing.T) {
	defer func() { usbSensesVoltage = true }()
	for _, usbSensesVoltage = range []bool{true, false} {
		m := plug(t)
		USBCDC.Configure(UARTConfig{})
		if m.shown() == usbSensesVoltage {
			t.Fatal("shown without a voltage that it is to see, or hidden")
		}
		m.voltage(true)
		m.enumerate()
		m.must(0x21, 0x22, 1, 0, 0)
		USBCDC.Write([]byte("one"))
		if text := m.collect(); string(text) != "one" {
			t.Fatalf("%q", text)
		}
		m.voltage(false)
		if USBCDC.DTR() == usbSensesVoltage {
			t.Fatal("the port is still open, or does not know")
		}
		m.voltage(true)
		m.enumerate()
	}
}
