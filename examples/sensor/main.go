// Sensor reads a thermometer and reports to the console, one JSON object a line, as a gateway on
// the other end of a serial cable wants it. Commands come the same way: {"every":500} sets the time
// between reports in milliseconds.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"time"
)

// A Report is what the gateway gets.
type Report struct {
	N       int     `json:"n"`
	Celsius float64 `json:"celsius"`
	Mean    float64 `json:"mean"`
	Alarm   bool    `json:"alarm,omitempty"`
}

// A Command changes how the program works. A field that is missing changes nothing.
type Command struct {
	Every *int     `json:"every"`
	Limit *float64 `json:"limit"`
}

// A Thermometer gives a temperature in degrees Celsius.
type Thermometer interface {
	Celsius() float64
}

// room stands for a real sensor: a day in a heated room, in steps.
type room struct{ step int }

func (r *room) Celsius() float64 {
	r.step++
	c := 21 + 2*math.Sin(float64(r.step)/4)
	return math.Round(c*16) / 16 // as a sensor with 4 fractional bits has it
}

// mean is the mean of the last values.
type mean struct {
	values [4]float64
	n      int
}

func (m *mean) add(v float64) float64 {
	m.values[m.n%len(m.values)] = v
	m.n++
	sum := 0.0
	count := min(m.n, len(m.values))
	for _, v := range m.values[:count] {
		sum += v
	}
	return sum / float64(count)
}

func main() {
	var sensor Thermometer = &room{}
	var last mean
	every, limit := 10*time.Millisecond, 22.5
	commands := []string{`{"limit":22.75}`, `{"every":"soon"}`, `{"every":5}`}
	out := json.NewEncoder(os.Stdout)
	for n := 1; n <= 9; n++ {
		c := sensor.Celsius()
		if err := out.Encode(Report{N: n, Celsius: c, Mean: last.add(c), Alarm: c > limit}); err != nil {
			fmt.Println("cannot report:", err)
		}
		if n%3 == 0 {
			var command Command
			if err := json.Unmarshal([]byte(commands[n/3-1]), &command); err != nil {
				fmt.Println("bad command:", err)
				continue
			}
			if command.Every != nil {
				every = time.Duration(*command.Every) * time.Millisecond
			}
			if command.Limit != nil {
				limit = *command.Limit
			}
		}
		time.Sleep(every)
	}
	fmt.Println(every, limit)
}
