// Hello prints one line on the board's console.
package main

func main() {
	println("hello world!")
}
