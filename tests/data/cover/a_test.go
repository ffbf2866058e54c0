package cov

import "testing"

func TestKind(t *testing.T) {
	if Kind(5) != "big" {
		t.Error("x")
	}
	if testing.CoverMode() != "" && testing.Coverage() == 0 {
		t.Error("coverage")
	}
}

func TestLoop(t *testing.T) {
	Loop([]int{1, 2, 13, 3})
	p := &T[int]{3}
	p.Get()
	Sel(make(chan int), make(chan int))
}
