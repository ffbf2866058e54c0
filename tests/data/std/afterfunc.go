package main

import "time"

// Only AfterFunc makes timers here, and nothing but the runtime sets their fields.
func main() {
	t := time.AfterFunc(time.Hour, func() { panic("too early") })
	time.Sleep(time.Millisecond)
	println(t.Stop(), t.Stop())
}
