package machine

import (
	"hosttest/nrf"
	"testing"
)

func TestPower(t *testing.T) {
	// The cable is there before, or comes later.
	for _, before := range []bool{true, false} {
		m := plug(t)
		if before {
			nrf.POWER.USBREGSTATUS.Reg = nrf.POWER_USBREGSTATUS_VBUS
		}
		USBCDC.Configure(UARTConfig{})
		if nrf.USBD.ENABLE.Reg == 1 != before || nrf.USBD.USBPULLUP.Reg != 0 {
			t.Fatal("on without a voltage, or off with one, or shown too early")
		}
		if before {
			m.regulator()
		} else {
			m.voltage(true)
		}
		m.enumerate()
		m.must(0x21, 0x22, 1, 0, 0)
		USBCDC.Write([]byte("one"))
		if text := m.collect(); string(text) != "one" {
			t.Fatalf("%q", text)
		}
		m.voltage(false)
		if nrf.USBD.ENABLE.Reg != 0 || nrf.USBD.USBPULLUP.Reg != 0 || USBCDC.DTR() {
			t.Fatal("still on")
		}
		m.voltage(true)
		m.enumerate()
		if *word(startupAt) != 0 || *word(enableAt) != 0 || *word(lockAt) != 0 {
			t.Fatal("the registers of the errata are not as they were")
		}
	}
}
