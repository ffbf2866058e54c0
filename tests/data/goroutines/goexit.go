package main

import (
	"runtime"
	"time"
)

func main() {
	go func() {
		time.Sleep(time.Millisecond)
		println("still here")
	}()
	defer println("deferred")
	runtime.Goexit()
}
