// The first program with package fmt.
package main

import "fmt"

func main() {
	fmt.Println("hello")
}
