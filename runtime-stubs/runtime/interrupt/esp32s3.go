//go:build esp32s3

package interrupt

import _ "unsafe" // for go:linkname

// Numbers are those of the peripherals' interrupts (ESP32-S3 Technical Reference Manual, table of
// sources in chapter 9).

//go:linkname source runtime.irqSource
func source(n uintptr, on bool)

// Enable lets the interrupt of the peripheral through to its handler.
func (irq Interrupt) Enable() { source(uintptr(irq.num), true) }

// Disable blocks the interrupt.
func (irq Interrupt) Disable() { source(uintptr(irq.num), false) }

// SetPriority has no effect: all handlers have level 1, and the lower number goes first.
func (irq Interrupt) SetPriority(priority uint8) {}
