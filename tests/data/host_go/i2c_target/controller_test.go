package machine

import (
	"fmt"
	"strings"
	"testing"
)

// What package machine has elsewhere.
type (
	I2CMode      int
	machineError string
)

func (e machineError) Error() string { return string(e) }

var errI2CAddress, ErrI2CBus error = machineError("address"), machineError("bus")

// chip is a model of a controller as a target: what happens on the bus, as far as it lets it happen.
type chip interface {
	start(read bool) bool // the address has come; false: not now, the clock is held
	write(c byte) (ok, nack bool)
	read(last bool) (c byte, ok bool)
	stop()
}

// The bus' controller plays a text: "S" and an address, "w" or "r", a byte to write in hexadecimal, "?" a
// byte to read and "!" the last one, "P". It goes on when the program lets others run; what it reads and
// the bytes that were refused are told.
var (
	bus    chip
	script []string
	told   []string
	steps  int
	// late has the controller do as much as it can before the program looks.
	late bool
	// joins says that the chip does not tell two messages apart without the bus' being let go between.
	joins bool
)

func gosched() {
	steps++
	if steps > 1000 {
		panic(fmt.Sprint("the program waits for nothing; told ", told, ", left ", script))
	}
	for play() && late {
	}
}

func play() bool {
	if len(script) == 0 {
		return false
	}
	switch what := script[0]; what {
	case "Sw", "Sr":
		if !bus.start(what == "Sr") {
			return false
		}
	case "?", "!":
		c, ok := bus.read(what == "!")
		if !ok {
			return false
		}
		told = append(told, fmt.Sprintf("read %02x", c))
	case "P":
		bus.stop()
	default:
		var c byte
		fmt.Sscanf(what, "%x", &c)
		ok, nack := bus.write(c)
		if !ok {
			return false
		}
		if nack {
			told = append(told, "refused")
		}
	}
	script = script[1:]
	return true
}

// serve plays the text and lets a program answer requests with the given bytes, until all is over; it
// gives what was told.
func serve(t *testing.T, text string, size int, answers ...string) string {
	script, told, steps = strings.Fields(text), nil, 0
	i2c := newBus()
	if err := i2c.Listen(0x42); err != nil {
		t.Fatal(err)
	}
	if i2c.Listen(3) == nil || i2c.Reply(nil) != ErrI2CWrongMode {
		t.Error("an address that is none, or an answer without a request, is taken")
	}
	buf := make([]byte, size)
	for ends := strings.Count(text, "P"); ends > 0; {
		if late {
			for play() {
			}
		}
		evt, n, err := i2c.WaitForEvent(buf)
		switch {
		case err != nil:
			told = append(told, err.Error())
		case evt == I2CReceive:
			told = append(told, fmt.Sprintf("received %x", buf[:n]))
		case evt == I2CRequest:
			told = append(told, "requested")
			answer := ""
			if len(answers) > 0 {
				answer, answers = answers[0], answers[1:]
			}
			if err := i2c.Reply([]byte(answer)); err != nil {
				t.Error(err)
			}
		case evt == I2CFinish:
			told = append(told, "finished")
			ends--
		}
	}
	return strings.Join(told, ", ")
}

func check(t *testing.T, text string, size int, want string, answers ...string) {
	t.Helper()
	if got := serve(t, text, size, answers...); got != want {
		t.Errorf("%s (late: %v):\n%s\nnot\n%s", text, late, got, want)
	}
}

// TestTarget plays what all chips do alike.
func TestTarget(t *testing.T) {
	for _, late = range []bool{false, true} {
		check(t, "Sw 01 02 03 P", 8, "received 010203, finished")
		check(t, "Sw P", 8, "finished")
		check(t, "Sr ? ! P", 8, "requested, read 61, read 62, finished", "ab")
		check(t, "Sr ! P", 8, "requested, read 61, finished", "abcdef")
		check(t, "Sr ! P Sr ? ! P", 8, "requested, read 61, finished, requested, read 78, read 79, finished",
			"abcdef", "xyz")
		check(t, "Sw 10 Sr ? ! P", 8, "received 10, requested, read 61, read 62, finished", "ab")
		if joins {
			check(t, "Sw 10 Sw 20 21 P", 8, "received 102021, finished")
		} else {
			check(t, "Sw 10 Sw 20 21 P", 8, "received 10, received 2021, finished")
		}
	}
	// A chip that keeps one end of two that nobody has looked for tells one.
	late = false
	check(t, "Sw 10 Sr ! P Sw 20 P", 8, "received 10, requested, read 61, finished, received 20, finished", "a")
	check(t, "Sw 01 P Sw 02 03 P", 8, "received 01, finished, received 0203, finished")
}
