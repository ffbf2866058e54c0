package main

import "machine"

func main() {
	w := machine.Watchdog
	println(w.Configure(machine.WatchdogConfig{TimeoutMillis: 1 << 31}) == nil)
	println(w.Configure(machine.WatchdogConfig{TimeoutMillis: 1000}) == nil)
	println(w.Start() == nil)
	w.Update()
}
