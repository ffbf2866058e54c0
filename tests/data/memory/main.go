// One access a function: tests/memory_model.rs reads their assembly.
package main

import (
	"runtime/volatile"
	"sync/atomic"
)

var (
	word   uint32
	wide   uint64
	flag   atomic.Bool
	device volatile.Register32
	narrow volatile.Register8
)

//go:noinline
func add() uint32 { return atomic.AddUint32(&word, 1) }

//go:noinline
func cas() bool { return atomic.CompareAndSwapUint32(&word, 1, 2) }

//go:noinline
func load() uint32 { return atomic.LoadUint32(&word) }

//go:noinline
func store() { atomic.StoreUint32(&word, 1) }

//go:noinline
func addWide() uint64 { return atomic.AddUint64(&wide, 1) }

//go:noinline
func loadWide() uint64 { return atomic.LoadUint64(&wide) }

//go:noinline
func swapBool() bool { return flag.Swap(true) }

//go:noinline
func twice() { device.Set(1); device.Set(1) }

//go:noinline
func unread() { device.Get(); device.Get(); narrow.Get() }

func main() {
	println(add(), cas(), load(), addWide(), loadWide(), swapBool())
	store()
	twice()
	unread()
}
