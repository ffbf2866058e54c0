package runtime

import (
	"testing"
	"unsafe"
)

func value(n int32) unsafe.Pointer { return unsafe.Pointer(&n) }

// A buffered channel as a queue, with the end of the buffer passed many times.
func TestChannelBuffer(t *testing.T) {
	c := makechan(4, 3, 1)
	next, want := int32(0), int32(0)
	for i := 0; i < 50; i++ {
		for selectnbsend(c, value(next)) {
			next++
		}
		if chanlen(c) != 3 || chancap(c) != 3 {
			t.Fatal("a full channel has length", chanlen(c))
		}
		for n := i % 4; n > 0; n-- {
			var got int32
			if done, ok := selectnbrecv(c, unsafe.Pointer(&got)); !done || !ok || got != want {
				t.Fatalf("received %d (%v, %v), want %d", got, done, ok, want)
			}
			want++
		}
	}
	closechan(c)
	for ; want < next; want++ {
		var got int32
		if !chanrecv(c, unsafe.Pointer(&got)) || got != want {
			t.Fatal("a closed channel lost", want)
		}
	}
	got := int32(7)
	if chanrecv(c, unsafe.Pointer(&got)) || got != 0 {
		t.Fatal("a closed and empty channel gave", got)
	}
}

// Every case that can take place is chosen about equally often.
func TestSelectIsFair(t *testing.T) {
	const n, rounds = 5, 10000
	var cases [n]waiter
	var got [n]int32
	for i := range cases {
		c := makechan(4, 1, 1)
		cases[i] = waiter{c: c, elem: unsafe.Pointer(&got[i])}
		if i != 1 && i != 2 {
			selectnbsend(c, value(int32(i)))
		}
	}
	var count [n]int
	for i := 0; i < rounds; i++ {
		index, ok := selectgo(&cases[0], n, false)
		if index < 0 || !ok || got[index] != int32(index) {
			t.Fatalf("case %d, %v, %d", index, ok, got[index])
		}
		count[index]++
		selectnbsend(cases[index].c, value(int32(index)))
	}
	for i, k := range count {
		if i == 1 || i == 2 {
			if k != 0 {
				t.Fatal("an empty channel was chosen")
			}
		} else if k < rounds/3*9/10 || k > rounds/3*11/10 {
			t.Fatalf("chosen %v times", count)
		}
	}
}

// Waiters in a select that was served through another queue are passed over.
func TestQueueSkipsServedSelects(t *testing.T) {
	var a, b g
	wa := &waiter{g: &a, inSelect: true}
	wb := &waiter{g: &b, inSelect: true}
	plain := &waiter{g: new(g)}
	var q waitq
	q.put(wa)
	q.put(plain)
	q.put(wb)
	a.chosen = new(waiter)
	if q.take() != plain || wa.queued {
		t.Fatal("the served waiter was not passed over")
	}
	if q.take() != wb || b.chosen != wb || q.take() != nil {
		t.Fatal("the last waiter was not found")
	}
}
