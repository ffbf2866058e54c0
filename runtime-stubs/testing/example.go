package testing

import (
	"os"
	"sort"
	"strings"
	"time"
	_ "unsafe" // for go:linkname
)

// InternalExample is an example as the generated program lists it.
type InternalExample struct {
	Name      string
	F         func()
	Output    string
	Unordered bool
}

// redirect gives what is written to standard output to a function; nil ends that.
//
//go:linkname redirect os.redirectOutput
func redirect(to func(b []byte))

// RunExamples is part of the old interface for generated programs.
func RunExamples(matchString func(pat, str string) (bool, error), examples []InternalExample) (ok bool) {
	_, ok = runExamples(matchString, examples)
	return ok
}

func runExamples(matchString func(pat, str string) (bool, error), examples []InternalExample) (ran, ok bool) {
	ok = true
	m := newMatcher(matchString, flags.run, flags.skip)
	for _, e := range examples {
		if _, wanted := m.fullName(&common{}, e.Name); !wanted {
			continue
		}
		ran = true
		if !runExample(e) {
			ok = false
			if flags.failFast {
				break
			}
		}
	}
	return ran, ok
}

func runExample(e InternalExample) bool {
	if verbose() {
		frame("RUN  ", e.Name, e.Name)
	}
	var written []byte
	var cause any
	returned := false
	began := time.Now()
	redirect(func(b []byte) { written = append(written, b...) })
	over := make(chan bool)
	spawn(func() {
		defer func() {
			if !returned {
				cause = recover()
			}
			over <- true
		}()
		e.F()
		returned = true
	})
	<-over
	redirect(nil)
	time := seconds(time.Since(began))
	got, want := strings.TrimSpace(string(written)), strings.TrimSpace(e.Output)
	fail := ""
	if e.Unordered {
		if sortedLines(got) != sortedLines(want) && returned {
			fail = "got:\n" + string(written) + "\nwant (unordered):\n" + e.Output + "\n"
		}
	} else if got != want && returned {
		fail = "got:\n" + got + "\nwant:\n" + want + "\n"
	}
	if fail != "" || !returned {
		printMarked(e.Name, "--- FAIL: "+e.Name+" ("+time+")\n", fail)
		if !returned {
			os.Stdout.Write(written)
			panic(cause)
		}
		return false
	}
	if verbose() {
		printMarked(e.Name, "--- PASS: "+e.Name+" ("+time+")\n", "")
	}
	return true
}

func sortedLines(s string) string {
	lines := strings.Split(s, "\n")
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}
