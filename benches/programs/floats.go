// The Mandelbrot set in 64-bit floats, which most of these processors compute in software.
package main

func main() {
	inside := 0
	for y := -16; y < 16; y++ {
		for x := -32; x < 16; x++ {
			cr, ci := float64(x)/16, float64(y)/16
			r, i := 0.0, 0.0
			n := 0
			for n < 50 && r*r+i*i < 4 {
				r, i = r*r-i*i+cr, 2*r*i+ci
				n++
			}
			if n == 50 {
				inside++
			}
		}
	}
	println(inside)
}
