// An interrupt handler moves pointers between objects while the collector marks, more of them at a
// time than it can note.

package main

import (
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

// Timer 0 of the LM3S6965.
const (
	clocks = 0x400fe104
	timer  = 0x40030000
	irq    = 19
)

func set(address uintptr, value uint32) {
	volatile.StoreUint32((*uint32)(unsafe.Pointer(address)), value)
}

const n = 96

type node struct{ id, same int }

// box is one that lists, but for the node, nothing; its other words keep the layout from being
// nothing but pointers.
type box struct {
	a, b int
	node *node
	next *box
}

var (
	boxes  [n]*box
	spare  *node
	at     int
	times  int
	moving volatile.Register8
	sink   *box
)

// handler moves the nodes of up to 24 boxes on to the next one.
func handler(interrupt.Interrupt) {
	set(timer+0x24, 1) // ICR
	if moving.Get() == 0 {
		return
	}
	for i := 0; i < 24; i++ {
		b := boxes[at]
		spare, b.node = b.node, spare
		if at++; at == n {
			at = 0
		}
	}
	times++
}

func main() {
	for i := range boxes {
		boxes[i] = &box{node: &node{i, ^i}}
	}
	spare = &node{n, ^n}
	set(clocks, 1<<16)
	set(timer+0x00, 0)    // CFG: one timer of 32 bits
	set(timer+0x04, 2)    // TAMR: again and again
	set(timer+0x28, 3000) // TAILR
	set(timer+0x18, 1)    // IMR
	interrupt.New(irq, handler)
	set(0xe000e100, 1<<irq)
	set(timer+0x0c, 1) // CTL: on
	moving.Set(1)
	for times < 2000 {
		sink = &box{node: &node{}}
	}
	moving.Set(0)
	var seen [n + 1]bool
	seen[spare.id] = true
	wrong := 0
	if spare.same != ^spare.id {
		wrong++
	}
	for _, b := range boxes {
		if p := b.node; p.same != ^p.id || uint(p.id) > n || seen[p.id] {
			wrong++
		} else {
			seen[p.id] = true
		}
	}
	println("wrong:", wrong)
}
