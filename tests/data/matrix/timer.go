package main

import "time"

func main() {
	ticks := time.NewTicker(time.Second)
	for range ticks.C {
		println("a second")
	}
}
