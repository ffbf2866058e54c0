package main

func main() {
	go func() {
		defer println("deferred")
		var m map[string]int
		m["x"] = 1
	}()
	<-make(chan int)
}
