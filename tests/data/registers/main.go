package main

import (
	"runtime/volatile"
	"unsafe"
)

// Port is a GPIO port of the STM32F4 (RM0090, section 8.4).
type Port struct {
	MODER   volatile.Register32 // 0x00
	OTYPER  volatile.Register32 // 0x04
	OSPEEDR volatile.Register32 // 0x08
	PUPDR   volatile.Register32 // 0x0c
	IDR     volatile.Register32 // 0x10
	ODR     volatile.Register32 // 0x14
}

var PortA = (*Port)(unsafe.Pointer(uintptr(0x40020000)))

//go:noinline
func output() { PortA.MODER.ReplaceBits(1, 3, 5*2) }

//go:noinline
func pushPull() { PortA.OTYPER.ClearBits(1 << 5) }

//go:noinline
func toggle() { PortA.ODR.Set(PortA.ODR.Get() ^ 1<<5) }

//go:noinline
func twice() {
	PortA.ODR.Set(1)
	PortA.ODR.Set(1)
	PortA.IDR.Get()
	PortA.IDR.Get()
}

func main() {
	output()
	pushPull()
	toggle()
	twice()
	println(unsafe.Sizeof(*PortA), unsafe.Offsetof(PortA.ODR))
}
