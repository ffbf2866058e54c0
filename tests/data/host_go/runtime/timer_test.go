package runtime

import (
	"math/rand"
	"sort"
	"testing"
)

// drain takes all timers off the heap and gives them in order.
func drain() []*timer {
	var list []*timer
	for timers != nil {
		t := timers
		removeTimer(t)
		list = append(list, t)
	}
	return list
}

func TestTimersComeInOrder(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for round := 0; round < 300; round++ {
		var model []*timer
		for i := r.Intn(200); i > 0; i-- {
			if len(model) > 0 && r.Intn(3) == 0 {
				at := r.Intn(len(model))
				removeTimer(model[at])
				model = append(model[:at], model[at+1:]...)
				continue
			}
			x := &timer{when: timeUnit(r.Intn(40))}
			addTimer(x)
			model = append(model, x)
		}
		sort.SliceStable(model, func(i, j int) bool { return model[i].when < model[j].when })
		got := drain()
		if len(got) != len(model) {
			t.Fatalf("%d timers of %d came back", len(got), len(model))
		}
		for i := range got {
			if got[i] != model[i] {
				t.Fatalf("timer %d is due at %d, want %d", i, got[i].when, model[i].when)
			}
		}
	}
}

// The numbers that keep timers of the same time in order wrap around.
func TestTimerOrderWraps(t *testing.T) {
	timerOrder = 1<<32 - 3
	var want []*timer
	for i := 0; i < 8; i++ {
		x := new(timer)
		addTimer(x)
		want = append(want, x)
	}
	for i, x := range drain() {
		if x != want[i] {
			t.Fatalf("timer %d is out of order", i)
		}
	}
}

func TestPeriodicTimerSkipsWhatItMissed(t *testing.T) {
	var at []timeUnit
	c := &callTimer{period: 10}
	c.f = func(arg interface{}, seq uintptr, delta int64) { at = append(at, hostTicks) }
	c.when = hostTicks + 10
	addTimer(&c.timer)
	for _, now := range []timeUnit{9, 10, 11, 35, 39, 40} {
		hostTicks = now
		runTimers()
	}
	want := []timeUnit{10, 35, 40}
	if len(at) != len(want) || at[0] != want[0] || at[1] != want[1] || at[2] != want[2] {
		t.Fatalf("called at %v, want %v", at, want)
	}
	removeTimer(&c.timer)
	if timers != nil {
		t.Fatal("a timer is left")
	}
}
