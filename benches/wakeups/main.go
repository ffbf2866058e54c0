// Wakeups measures how long a goroutine takes from being woken to its first instruction, in cycles
// of the processor, 10,000 times each: started by a go statement, and by a send to the channel that
// it waits at. It prints a histogram of each. The board has nothing else to do meanwhile.
package main

import "runtime"

const (
	times = 10000
	// A bar of the histogram.
	width = 16
	bars  = 64
)

// measurement is a histogram with what it cannot tell exactly.
type measurement struct {
	counts [bars + 1]uint16 // the last: everything above
	sum    uint64
	least  uint32
	most   uint32
}

func (m *measurement) add(cycles uint32) {
	bar := cycles / width
	if bar > bars {
		bar = bars
	}
	m.counts[bar]++
	m.sum += uint64(cycles)
	if m.least == 0 || cycles < m.least {
		m.least = cycles
	}
	if cycles > m.most {
		m.most = cycles
	}
}

// percentile gives a number of cycles that this share of the times does not exceed.
func (m *measurement) percentile(percent int) uint32 {
	left := times * percent / 100
	for bar, n := range m.counts[:bars] {
		left -= int(n)
		if left <= 0 {
			return min(uint32(bar+1)*width-1, m.most)
		}
	}
	return m.most
}

func (m *measurement) print(name string) {
	println(name, "mean", uint32(m.sum/times), "p99", m.percentile(99), "min", m.least, "max", m.most)
	for bar, n := range m.counts {
		if n != 0 {
			print("  ", bar*width, "\t", n, "\t")
			for i := 0; i < int(n); i += times / 50 {
				print("#")
			}
			println()
		}
	}
}

var (
	started measurement
	sent    measurement
	woken   uint32 // when
)

func start() {
	started.add(cycles() - woken)
}

func receiver(c chan bool, done chan bool) {
	for range c {
		sent.add(cycles() - woken)
	}
	done <- true
}

func main() {
	startCycles()
	done := make(chan bool)
	for i := 0; i < times; i++ {
		woken = cycles()
		go start()
		runtime.Gosched()
	}
	started.print("go")

	c := make(chan bool)
	go receiver(c, done)
	runtime.Gosched()
	for i := 0; i < times; i++ {
		woken = cycles()
		c <- true
		runtime.Gosched()
	}
	close(c)
	<-done
	sent.print("send")
}
