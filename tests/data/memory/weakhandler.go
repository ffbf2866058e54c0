// A handler asks a weak pointer for its object while the collector is at work, and keeps it in a
// variable: the object must not be freed. The timer is GPTM 0 of the LM3S6965.
package main

import (
	"runtime"
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
	"weak"
)

type object struct {
	number, same uint32
	child        *object
}

var (
	handle weak.Pointer[object]
	taken  *object
	times  uint32
	junk   [64]*object
)

func reg(at uintptr) *volatile.Register32 {
	return (*volatile.Register32)(unsafe.Pointer(at))
}

// The registers of the timer (LM3S6965 data sheet, "General-Purpose Timers").
const (
	rcgc1     = 0x400fe104
	gptmcfg   = 0x40030000
	gptmtamr  = 0x40030004
	gptmctl   = 0x4003000c
	gptmimr   = 0x40030018
	gptmicr   = 0x40030024
	gptmtailr = 0x40030028
)

func take(interrupt.Interrupt) {
	reg(gptmicr).Set(1)
	if taken == nil {
		if p := handle.Value(); p != nil {
			taken = p
			times++
		}
	}
}

//go:noinline
func fresh(n uint32) {
	p := &object{n, n, &object{n, n, nil}}
	handle = weak.Make(p)
}

//go:noinline
func check(round uint32) {
	p := taken
	if p == nil {
		return
	}
	for i := range junk {
		junk[i] = &object{uint32(i), ^uint32(i), nil}
	}
	if p.number != p.same || p.child.number != p.number || p.child.same != p.number {
		println("damaged", p.number, p.same, round)
		panic("damaged")
	}
	taken = nil
}

func main() {
	const irq = 19
	interrupt.New(irq, take).Enable()
	reg(rcgc1).Set(1 << 16)
	reg(gptmcfg).Set(0)
	reg(gptmtamr).Set(2)
	reg(gptmtailr).Set(997)
	reg(gptmimr).Set(1)
	reg(gptmctl).Set(1)
	for round := uint32(0); round < 20000; round++ {
		fresh(round)
		runtime.GC()
		check(round)
	}
	println(times > 0, "kept")
}
