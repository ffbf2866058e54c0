package main

import (
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

//go:noinline
func deep(n int) int {
	var local [8]int
	local[n&7] = n
	if n == 0 {
		return local[0]
	}
	return deep(n-1) + local[(n+1)&7]
}

func handler(interrupt.Interrupt) {
	println("in the handler", interrupt.In())
	println(deep(2))
	println(deep(1 << 20))
}

func main() {
	interrupt.New(7, handler).Enable()
	(*volatile.Register32)(unsafe.Pointer(uintptr(0xe000e200))).Set(1 << 7)
	for {
	}
}
