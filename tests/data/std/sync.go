package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
	"unique"
	"weak"
)

type key struct{}

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	var n atomic.Int64
	for i := 0; i < 20; i++ {
		wg.Go(func() {
			mu.Lock()
			total += i
			mu.Unlock()
			n.Add(2)
		})
	}
	wg.Wait()
	println(total, n.Load())
	v := sync.OnceValue(func() int { println("once"); return 7 })
	println(v(), v())
	a, b := sync.OnceValues(func() (int, string) { return 1, "x" })()
	println(a, b)
	var m sync.Map
	m.Store("a", 1)
	x, ok := m.LoadOrStore("a", 2)
	println(x.(int), ok)
	m.Range(func(k, v any) bool { println(k.(string), v.(int)); return true })
	var p atomic.Pointer[string]
	s := "hello"
	p.Store(&s)
	println(*p.Load(), p.CompareAndSwap(&s, nil), p.Load() == nil)
	var av atomic.Value
	av.Store("v")
	println(av.Load().(string))
	pool := sync.Pool{New: func() any { return new(int) }}
	q := pool.Get().(*int)
	*q = 5
	pool.Put(q)

	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), key{}, "val"), 10*time.Millisecond)
	defer cancel()
	println(ctx.Value(key{}).(string))
	<-ctx.Done()
	println(ctx.Err().Error(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	ctx2, cancel2 := context.WithCancelCause(context.Background())
	stopped := make(chan bool)
	context.AfterFunc(ctx2, func() { close(stopped) })
	cancel2(errors.New("because"))
	<-stopped
	println(context.Cause(ctx2).Error(), ctx2.Err() == context.Canceled)

	h1, h2, h3 := unique.Make("abc"), unique.Make("ab"+string([]byte{'c'})), unique.Make("x")
	println(h1 == h2, h1 == h3, h1.Value())
	o := new(int)
	*o = 9
	w := weak.Make(o)
	println(*w.Value(), w == weak.Make(o))

	c := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		c.Broadcast()
		mu.Unlock()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
	var rw sync.RWMutex
	rw.RLock()
	println(rw.TryLock(), rw.TryRLock())
	rw.RUnlock()
	rw.RUnlock()
}
