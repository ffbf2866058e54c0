//go:build imxrt106x || nrf52833 || nrf52840 || rp2040 || stm32f4

package machine

// USBCDC is the serial port on USB.
var USBCDC = &_USBCDC
