package main

type box struct {
	value int
	next  *box
}

func worker(n int, in <-chan *box, out chan<- *box) {
	own := &box{value: n}
	for b := range in {
		local := []*box{b, own}
		garbage(20)
		out <- &box{local[0].value + local[1].value, b}
	}
	close(out)
}

func garbage(n int) {
	var keep *box
	for i := 0; i < n; i++ {
		keep = &box{i, nil}
	}
	if keep.value != n-1 {
		println("wrong")
	}
}

func recovers(i int) (b *box) {
	defer func() {
		if e := recover(); e != nil {
			b = e.(*box)
		}
	}()
	garbage(10)
	panic(&box{value: i})
}

func main() {
	in := make(chan *box)
	at := in
	for i := 1; i <= 4; i++ {
		out := make(chan *box, 2)
		go worker(i, at, out)
		at = out
	}
	go func() {
		for i := 0; i < 30; i++ {
			in <- &box{value: i}
		}
		close(in)
	}()
	sum, chain := 0, 0
	for b := range at {
		sum += b.value
		for ; b != nil; b = b.next {
			chain++
		}
	}
	println(sum, chain)

	sum = 0
	for i := 0; i < 20; i++ {
		sum += recovers(i).value
	}
	println(sum)

	// The stacks of those that have ended are used again.
	done := make(chan int)
	sum = 0
	for i := 0; i < 100; i++ {
		go func() { done <- i }()
		sum += <-done
		garbage(3)
	}
	println(sum)
}
