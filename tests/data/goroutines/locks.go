package main

import (
	"sync"
	"sync/atomic"
	"time"
)

func mutex() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := 0; i < 10; i++ {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			v := n
			time.Sleep(10 * time.Microsecond)
			n = v + 1
		})
	}
	wg.Wait()
	println(n, mu.TryLock(), mu.TryLock())
}

func readers() {
	var rw sync.RWMutex
	n := 0
	rw.RLock()
	rw.RLock()
	println(rw.TryLock(), rw.TryRLock())
	done := make(chan bool)
	go func() {
		rw.Lock()
		n = 100
		rw.Unlock()
		done <- true
	}()
	time.Sleep(100 * time.Microsecond)
	println(rw.TryRLock(), n)
	rw.RUnlock()
	rw.RUnlock()
	println(n)
	rw.RUnlock()
	rw.RLocker().Lock()
	println(n)
	<-done
}

func conditions() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	c := sync.NewCond(&mu)
	ready := 0
	for i := 0; i < 4; i++ {
		wg.Go(func() {
			mu.Lock()
			for ready == 0 {
				c.Wait()
			}
			ready++
			mu.Unlock()
		})
	}
	time.Sleep(100 * time.Microsecond)
	mu.Lock()
	ready = 1
	mu.Unlock()
	c.Signal()
	time.Sleep(100 * time.Microsecond)
	println(ready)
	c.Broadcast()
	wg.Wait()
	println(ready)
}

func once() {
	var o sync.Once
	for i := 0; i < 3; i++ {
		func() {
			defer func() { recover() }()
			o.Do(func() {
				println("once")
				panic("only")
			})
		}()
	}
	f := sync.OnceFunc(func() { panic("again") })
	for i := 0; i < 2; i++ {
		func() {
			defer func() { println(recover().(string)) }()
			f()
		}()
	}
}

func collections() {
	var m sync.Map
	m.Store("a", 1)
	v, ok := m.Load("a")
	old, loaded := m.LoadOrStore("a", 2)
	println(v.(int), ok, old.(int), loaded, m.CompareAndSwap("a", 1, 3))
	m.Range(func(k, v interface{}) bool {
		println(k.(string), v.(int))
		return true
	})
	m.Delete("a")
	_, ok = m.Load("a")
	println(ok)
	p := sync.Pool{New: func() interface{} { return 5 }}
	println(p.Get().(int))
	p.Put(6)
	println(p.Get().(int), p.Get().(int))
}

func atomics() {
	var x atomic.Int64
	x.Store(1 << 40)
	println(x.Add(5), x.CompareAndSwap(1<<40+5, 7), x.Load())
	var b atomic.Bool
	println(b.Swap(true), b.Load())
	var u uint32 = 6
	f := atomic.AddUint32
	println(f(&u, 1))
	println(atomic.OrUint32(&u, 8))
	println(atomic.AndUint32(&u, 9), atomic.LoadUint32(&u))
	var v atomic.Value
	println(v.Load() == nil)
	v.Store("x")
	println(v.Load().(string), v.CompareAndSwap("x", "y"), v.Swap("z").(string))
	defer func() { println(recover().(string)) }()
	v.Store(5)
}

func main() {
	mutex()
	readers()
	conditions()
	once()
	collections()
	atomics()
	var mu sync.Mutex
	defer func() { recover() }()
	mu.Unlock()
}
