// Pid holds the temperature of an oven by a PID controller in fixed-point numbers, which are fast
// on a processor without floating point, and the same on every processor.
package main

import (
	"fmt"
	"strings"
)

// Fixed is a number with 16 fractional bits.
type Fixed int32

const one Fixed = 1 << 16

func fixed(n int) Fixed { return Fixed(n) << 16 }

func (a Fixed) mul(b Fixed) Fixed { return Fixed(int64(a) * int64(b) >> 16) }

func (a Fixed) String() string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	return fmt.Sprintf("%s%d.%02d", sign, a>>16, int64(a&0xffff)*100>>16)
}

// PID is the controller: its factors, and what it remembers.
type PID struct {
	P, I, D  Fixed
	Low      Fixed
	High     Fixed
	integral Fixed
	last     Fixed
}

// Step gives the output for an error, once in each period.
func (c *PID) Step(err Fixed) Fixed {
	out := c.P.mul(err) + c.integral + c.I.mul(err) + c.D.mul(err-c.last)
	c.last = err
	clamped := max(c.Low, min(c.High, out))
	if clamped == out {
		// What the output cannot follow must not add up.
		c.integral += c.I.mul(err)
	}
	return clamped
}

// Oven is a model of what is controlled: it takes in heat, stores it and loses it.
type Oven struct{ Celsius, heat Fixed }

func (o *Oven) Step(power Fixed) {
	o.heat += (power - o.heat).mul(one / 4)
	o.Celsius += o.heat.mul(one/8) - (o.Celsius - fixed(20)).mul(one/64)
}

func main() {
	oven := Oven{Celsius: fixed(20)}
	control := PID{P: one * 2, I: one / 16, D: one * 3, Low: 0, High: fixed(100)}
	target := fixed(180)
	for step := 0; step < 240; step++ {
		if step == 160 {
			oven.Celsius -= fixed(30) // somebody opens the door
		}
		power := control.Step(target - oven.Celsius)
		oven.Step(power)
		if step%16 == 15 {
			bar := strings.Repeat("#", int(oven.Celsius>>16)/5)
			fmt.Printf("%3d %7v %7v %s\n", step+1, oven.Celsius, power, bar)
		}
	}
}
