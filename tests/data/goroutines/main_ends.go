package main

func main() {
	go func() {
		for {
			println("no")
		}
	}()
}
