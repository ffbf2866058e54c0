package main

import (
	"machine"
	"time"
)

// What arrives while nobody reads is there afterwards.
func main() {
	println("ready", machine.Serial.Buffered())
	time.Sleep(PAUSE)
	println("buffered", machine.Serial.Buffered())
}
