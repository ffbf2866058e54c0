// What recover gives gets further as the variable of a clause that names no type, or several.
package main

import "fmt"

type point struct{ X, Y int }

type line struct{ From, To point }

func show(f func()) {
	defer func() {
		switch v := recover().(type) {
		case nil:
			fmt.Println("nothing")
		case int, point:
			fmt.Printf("%+v\n", v)
		default:
			fmt.Printf("%+v %T\n", v, v)
		}
	}()
	f()
}

func main() {
	show(func() {})
	show(func() { panic(point{1, 2}) })
	show(func() { panic(5) })
	show(func() { panic(&line{point{1, 2}, point{3, 4}}) })
	show(func() { panic([]line{{To: point{Y: 1}}}) })
}
