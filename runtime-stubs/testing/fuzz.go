package testing

import (
	"reflect"
	"strconv"
	"time"
)

// InternalFuzzTarget is a fuzz target as the generated program lists it.
type InternalFuzzTarget struct {
	Name string
	Fn   func(f *F)
}

// F is the state of a fuzz target. Only the inputs given by Add are run.
type F struct {
	common
	state  *testState
	corpus [][]any
	called bool
}

// Add adds an input.
func (f *F) Add(args ...any) {
	for _, a := range args {
		switch a.(type) {
		case []byte, string, bool, byte, rune, float32, float64, int, int8, int16, int64, uint, uint16, uint32, uint64:
		default:
			panic("testing: unsupported type to Add " + reflect.TypeOf(a).String())
		}
	}
	f.corpus = append(f.corpus, args)
}

// Fuzz runs ff with each input, as a subtest.
func (f *F) Fuzz(ff any) {
	if f.called {
		panic("testing: F.Fuzz called more than once")
	}
	f.called = true
	fn := reflect.ValueOf(ff)
	if fn.Kind() != reflect.Func {
		panic("testing: F.Fuzz must receive a function")
	}
	for i, args := range f.corpus {
		if fn.Type().NumIn() != len(args)+1 {
			panic("testing: wrong number of values in corpus entry")
		}
		name := f.state.match.unique(f.name, "seed#"+strconv.Itoa(i))
		t := newT(&f.common, name, f.state)
		if verbose() {
			frame("RUN  ", name, name)
		}
		spawn(func() {
			t.runner(func(t *T) {
				in := []reflect.Value{reflect.ValueOf(t)}
				for _, a := range args {
					in = append(in, reflect.ValueOf(a))
				}
				fn.Call(in)
			})
		})
		<-t.signal
	}
}

// runFuzzTargets runs the targets with their inputs.
func runFuzzTargets(targets []InternalFuzzTarget) (ran, ok bool) {
	root := &common{name: "", barrier: make(chan struct{}), signal: make(chan bool, 1)}
	state := &testState{match: newMatcher(match, flags.run, flags.skip)}
	for _, target := range targets {
		name, wanted := state.match.fullName(root, target.Name)
		if !wanted {
			continue
		}
		ran = true
		// The target runs as a test does, so that it can fail, skip and clean up.
		t := newT(root, name, state)
		if verbose() {
			frame("RUN  ", name, name)
		}
		f := &F{state: state}
		f.name, f.parent, f.level = name, root, 1
		f.start = time.Now()
		spawn(func() {
			t.runner(func(t *T) {
				returned := false
				defer func() {
					f.runCleanups()
					t.mu.Lock()
					t.output, t.failed, t.skipped = f.output, f.failed, f.skipped
					if f.finished || returned {
						t.finished = true
					}
					t.mu.Unlock()
				}()
				target.Fn(f)
				if len(f.subtests) > 0 {
					close(f.barrier)
				}
				returned = true
			})
		})
		<-t.signal
		if flags.failFast && root.failed {
			break
		}
	}
	return ran, !root.failed
}
