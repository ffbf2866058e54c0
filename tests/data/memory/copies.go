// Copies, clears and fills of all short lengths at all alignments, overlapping and not.
package main

const room = 64

var area, other [room]byte

func value(i int) byte { return byte(i*7 + 3) }

func start() {
	for i := range area {
		area[i] = value(i)
		other[i] = 0xee
	}
}

//go:noinline
func move(to, from []byte) { copy(to, from) }

//go:noinline
func wipe(b []byte) { clear(b) }

//go:noinline
func fill(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

var bad int

func expect(what string, got byte, want byte, to, from, n, i int) {
	if got != want {
		bad++
		println(what, "to", to, "from", from, "length", n, "at", i, "is", got, "not", want)
	}
}

func inside(i, at, n int) bool { return i >= at && i < at+n }

func main() {
	// Nothing, at no address.
	move(nil, nil)
	move(nil, area[:])
	move(area[:], nil)
	wipe(nil)
	for n := range 41 {
		for to := range 9 {
			for from := range 9 {
				start()
				move(area[to:to+n], area[from:from+n])
				for i, got := range area {
					want := value(i)
					if inside(i, to, n) {
						want = value(i - to + from)
					}
					expect("moved", got, want, to, from, n, i)
				}
				start()
				move(other[to:to+n], area[from:from+n])
				for i, got := range other {
					want := byte(0xee)
					if inside(i, to, n) {
						want = value(i - to + from)
					}
					expect("copied", got, want, to, from, n, i)
				}
			}
			start()
			wipe(area[to : to+n])
			fill(other[to:to+n], byte(n+1))
			for i := range room {
				cleared, filled := value(i), byte(0xee)
				if inside(i, to, n) {
					cleared, filled = 0, byte(n+1)
				}
				expect("cleared", area[i], cleared, to, 0, n, i)
				expect("filled", other[i], filled, to, 0, n, i)
			}
		}
	}
	println("wrong:", bad)
	appended()
}

// appended grows slices without pointers: what lies behind the elements must be zero, whatever
// the memory held before.
func appended() {
	sum := 0
	for range 20 {
		dirty := make([]byte, 0, 1)
		var words []uint16
		for range 100 {
			dirty = append(dirty, 0xff)
			words = append(words, 0xffff)
			for _, v := range dirty[len(dirty):cap(dirty)] {
				sum += int(v)
			}
			for _, v := range words[len(words):cap(words)] {
				sum += int(v)
			}
		}
	}
	println("not zero:", sum)
}
