// Crossing is the traffic light of a pedestrian crossing: a state machine whose events come over
// channels, from a button and from timers.
package main

import (
	"fmt"
	"time"
)

// State is what the lights show.
type State int

const (
	CarsGo State = iota
	CarsSlow
	PeopleGo
	PeopleClear
)

var names = [...]string{"cars go", "cars slow", "people go", "people clear"}

func (s State) String() string { return names[s] }

// The time of each state, and what comes after it. Cars go until somebody presses the button.
var next = [...]struct {
	after time.Duration
	state State
}{
	CarsGo:      {0, CarsSlow},
	CarsSlow:    {3 * time.Millisecond, PeopleGo},
	PeopleGo:    {10 * time.Millisecond, PeopleClear},
	PeopleClear: {5 * time.Millisecond, CarsGo},
}

// A Crossing runs in a goroutine of its own and tells of each new state.
type Crossing struct {
	Button chan struct{}
	States chan State
	stop   chan struct{}
}

func New() *Crossing {
	c := &Crossing{
		Button: make(chan struct{}, 1),
		States: make(chan State, 1),
		stop:   make(chan struct{}),
	}
	go c.run()
	return c
}

// Press asks for the people's green. Pressing again while it is asked for changes nothing.
func (c *Crossing) Press() {
	select {
	case c.Button <- struct{}{}:
	default:
	}
}

func (c *Crossing) Stop() { close(c.stop) }

func (c *Crossing) run() {
	defer close(c.States)
	state := CarsGo
	for {
		select {
		case c.States <- state:
		case <-c.stop:
			return
		}
		var button <-chan struct{}
		var timer <-chan time.Time
		if state == CarsGo {
			button = c.Button
		} else {
			timer = time.After(next[state].after)
		}
		select {
		case <-button:
		case <-timer:
		case <-c.stop:
			return
		}
		state = next[state].state
	}
}

func main() {
	crossing := New()
	rounds := 0
	for state := range crossing.States {
		fmt.Println(state)
		if state != CarsGo {
			continue
		}
		if rounds++; rounds == 3 {
			crossing.Stop()
			continue
		}
		crossing.Press()
		crossing.Press()
	}
	fmt.Println("stopped")
}
