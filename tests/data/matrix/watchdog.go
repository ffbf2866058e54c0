package main

import (
	"machine"
	"time"
)

func main() {
	machine.Watchdog.Configure(machine.WatchdogConfig{TimeoutMillis: 1000})
	machine.Watchdog.Start()
	for {
		time.Sleep(500 * time.Millisecond)
		machine.Watchdog.Update()
	}
}
