// Package interrupt is runtime/interrupt for a test that causes the interrupts.
package interrupt

type Interrupt struct{ num int }
type State uint

var (
	Handlers = map[int]func(Interrupt){}
	Off      State
	// On is called when interrupts go on.
	On = func() {}
)

func New(num int, handler func(Interrupt)) Interrupt {
	Handlers[num] = handler
	return Interrupt{num}
}

func (Interrupt) Enable() {}

func Disable() State {
	state := Off
	Off = 1
	return state
}

func Restore(state State) {
	Off = state
	if state == 0 {
		On()
	}
}
