//go:build nrf52840

package nrf

import "unsafe"

// P1 is the second port, 16 pins (nRF52840 Product Specification, GPIO).
var P1 = (*GPIO_Type)(unsafe.Pointer(uintptr(0x50000300)))
