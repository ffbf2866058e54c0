// Ringlog keeps the last messages of a program in a ring of bytes, for somebody to read after
// something went wrong: writing never allocates, and the oldest messages give way.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
)

// A Ring holds messages, each as its length in two bytes and its text.
type Ring struct {
	buf        [256]byte
	head, used int
	lost       int
}

// Write keeps p as one message.
func (r *Ring) Write(p []byte) (int, error) {
	n := len(p) + 2
	if n > len(r.buf) {
		return 0, io.ErrShortBuffer
	}
	for r.used+n > len(r.buf) {
		r.drop()
	}
	r.put(byte(len(p)))
	r.put(byte(len(p) >> 8))
	for _, c := range p {
		r.put(c)
	}
	return len(p), nil
}

func (r *Ring) put(c byte) {
	r.buf[(r.head+r.used)%len(r.buf)] = c
	r.used++
}

func (r *Ring) at(i int) byte { return r.buf[(r.head+i)%len(r.buf)] }

func (r *Ring) drop() {
	n := 2 + int(r.at(0)) + int(r.at(1))<<8
	r.head = (r.head + n) % len(r.buf)
	r.used -= n
	r.lost++
}

// All goes through the messages, the oldest first.
func (r *Ring) All() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < r.used; {
			n := int(r.at(i)) + int(r.at(i+1))<<8
			text := make([]byte, n)
			for k := range text {
				text[k] = r.at(i + 2 + k)
			}
			if !yield(string(text)) {
				return
			}
			i += 2 + n
		}
	}
}

var ring Ring

func measure(i int) (level int, err error) {
	if i%13 == 12 {
		return 0, fmt.Errorf("sensor %d: no answer", i)
	}
	return i * i % 101, nil
}

func main() {
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Println("panic:", problem)
			fmt.Printf("%d bytes of log, %d messages lost:\n", ring.used, ring.lost)
			for message := range ring.All() {
				os.Stdout.WriteString("  " + message)
			}
		}
	}()
	logger := log.New(&ring, "", 0)
	history := make([]int, 0, 40)
	for i := 0; ; i++ {
		level, err := measure(i)
		if err != nil {
			logger.Print(err)
			continue
		}
		logger.Printf("level %3d at %d", level, i)
		history = history[:len(history)+1] // a mistake: nobody looks at the capacity
		history[len(history)-1] = level
	}
}
