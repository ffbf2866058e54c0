package testing

import (
	"os"
	"runtime"
	"strconv"
	"time"
)

// T is the state of a test.
type T struct {
	common
	state *testState
}

// testState is what the tests of one run share.
type testState struct {
	match   *matcher
	running int
	waiting []chan struct{}
}

// acquire waits until the number of tests that run in parallel allows one more. There is one core:
// nothing is gained by more than one, and their stacks would cost memory.
func (s *testState) acquire() {
	if s.running < flags.parallel {
		s.running++
		return
	}
	c := make(chan struct{})
	s.waiting = append(s.waiting, c)
	<-c
}

func (s *testState) release() {
	if len(s.waiting) > 0 {
		c := s.waiting[0]
		s.waiting = s.waiting[1:]
		close(c)
		return
	}
	s.running--
}

// InternalTest is a test as the generated program lists it.
type InternalTest struct {
	Name string
	F    func(*T)
}

func newT(parent *common, name string, state *testState) *T {
	return &T{
		common: common{
			name:    name,
			parent:  parent,
			level:   parent.level + 1,
			signal:  make(chan bool, 1),
			barrier: make(chan struct{}),
		},
		state: state,
	}
}

// Deadline is when -timeout will end the test program.
func (t *T) Deadline() (deadline time.Time, ok bool) {
	if flags.timeout <= 0 {
		return time.Time{}, false
	}
	return programStart.Add(flags.timeout), true
}

// Parallel waits until the tests before have ended, and then runs with other parallel tests.
func (t *T) Parallel() {
	if t.parallel {
		panic("testing: t.Parallel called multiple times")
	}
	for p := &t.common; p != nil; p = p.parent {
		if p.noParallel {
			panic(parallelConflict)
		}
	}
	t.parallel = true
	if t.parent.barrier == nil {
		return
	}
	t.duration += time.Since(t.start)
	t.parent.mu.Lock()
	t.parent.subtests = append(t.parent.subtests, t)
	t.parent.mu.Unlock()
	if verbose() {
		frame("PAUSE", t.name, t.name)
	}
	t.signal <- false
	<-t.parent.barrier
	t.state.acquire()
	if verbose() {
		frame("CONT ", t.name, t.name)
	}
	t.start = time.Now()
}

// Run runs f as a subtest and tells whether it passed. It returns when f has ended or called
// Parallel.
func (t *T) Run(name string, f func(t *T)) bool {
	full, ok := t.state.match.fullName(&t.common, name)
	if !ok {
		return true
	}
	t.mu.Lock()
	done := t.done
	t.mu.Unlock()
	if done {
		panic("testing: t.Run called after " + t.name + " has completed")
	}
	sub := newT(&t.common, full, t.state)
	if verbose() {
		frame("RUN  ", full, full)
	}
	spawn(func() { sub.runner(f) })
	<-sub.signal
	if sub.killed() {
		// A subtest that ended its parent's goroutine takes the parent with it.
		runtime.Goexit()
	}
	return !sub.Failed()
}

// killed is for a subtest that called FailNow of one of the tests around it.
func (t *T) killed() bool {
	for p := t.parent; p != nil && p.parent != nil; p = p.parent {
		p.mu.Lock()
		gone := p.finished && !t.parallel
		p.mu.Unlock()
		if gone {
			return true
		}
	}
	return false
}

// runner is the body of a test's goroutine.
func (t *T) runner(f func(t *T)) {
	ended := false
	defer func() {
		var cause any
		if !ended {
			cause = recover()
		}
		t.end(ended, cause)
	}()
	defer func() {
		if len(t.subtests) == 0 {
			t.runCleanups()
		}
	}()
	t.start = time.Now()
	f(t)
	t.mu.Lock()
	t.finished = true
	t.mu.Unlock()
	ended = true
}

// end runs when the test's function has returned, panicked or ended its goroutine.
func (t *T) end(returned bool, cause any) {
	panicked := false
	if !returned {
		t.mu.Lock()
		finished := t.finished
		t.mu.Unlock()
		if cause == nil && !finished {
			if !t.outerFinished() {
				cause = "test executed panic(nil) or runtime.Goexit: subtest may have called FailNow on a parent test"
				panicked = true
			}
		} else if cause != nil {
			panicked = true
		}
	}
	if panicked {
		t.Fail()
		t.duration += time.Since(t.start)
		t.reportUp()
		panic(cause)
	}
	t.duration += time.Since(t.start)
	if len(t.subtests) > 0 {
		// Parallel subtests run now; the place of this test is free for them.
		if t.parallel {
			t.state.release()
		}
		close(t.barrier)
		for _, sub := range t.subtests {
			<-sub.signal
		}
		began := time.Now()
		t.runCleanups()
		t.duration += time.Since(began)
		if t.parallel {
			// Counts again, for the release below.
			t.state.running++
		}
	}
	if t.parallel {
		t.state.release()
	}
	t.report()
	t.mu.Lock()
	t.done = true
	t.mu.Unlock()
	t.signal <- true
}

func (t *T) outerFinished() bool {
	for p := t.parent; p != nil; p = p.parent {
		p.mu.Lock()
		finished := p.finished
		p.mu.Unlock()
		if finished {
			return true
		}
	}
	return false
}

// reportUp reports this test and those around it as failed, before the program ends by a panic.
func (t *T) reportUp() {
	t.report()
	for p := t.parent; p != nil && p.parent != nil; p = p.parent {
		p.duration += time.Since(p.start)
		p.reportAs("FAIL")
	}
}

func (t *T) report() {
	t.mu.Lock()
	t.endPartial()
	failed, skipped := t.failed, t.skipped
	t.mu.Unlock()
	switch {
	case failed:
		t.reportAs("FAIL")
	case !verbose():
	case skipped:
		t.reportAs("SKIP")
	default:
		t.reportAs("PASS")
	}
}

// reportAs writes the line that tells how the test ended, with its output, to the output of the
// test around it.
func (c *common) reportAs(how string) {
	line := "--- " + how + ": " + c.name + " (" + seconds(c.duration) + ")\n"
	text := line + string(c.output)
	c.output = nil
	p := c.parent
	switch {
	case flags.json:
		printMarked(c.name, line, text[len(line):])
	case p.level == 0 && p.parent == nil:
		lastName = c.name
		print2(text)
	default:
		p.output = append(p.output, setIn(text)...)
	}
}

// setIn puts four blanks before each line.
func setIn(text string) string {
	out := make([]byte, 0, len(text)+32)
	start := true
	for i := 0; i < len(text); i++ {
		if start && text[i] != '\n' {
			out = append(out, "    "...)
		}
		start = text[i] == '\n'
		out = append(out, text[i])
	}
	return string(out)
}

// seconds is the time in seconds with two digits behind the point. It does without package fmt, so
// that small tests fit small chips.
func seconds(d time.Duration) string {
	hundredths := int((d + 5*time.Millisecond) / (10 * time.Millisecond))
	return strconv.Itoa(hundredths/100) + "." + pad2(hundredths%100) + "s"
}

// RunTests is part of the old interface for generated programs.
func RunTests(matchString func(pat, str string) (bool, error), tests []InternalTest) (ok bool) {
	_, ok = runTests(matchString, tests)
	return ok
}

func runTests(matchString func(pat, str string) (bool, error), tests []InternalTest) (ran, ok bool) {
	ok = true
	for i := 0; i < flags.count; i++ {
		state := &testState{match: newMatcher(matchString, flags.run, flags.skip)}
		root := &common{name: "", barrier: make(chan struct{}), signal: make(chan bool, 1)}
		var parallel []*T
		for _, test := range tests {
			name, wanted := state.match.fullName(root, test.Name)
			if !wanted {
				continue
			}
			ran = true
			t := newT(root, name, state)
			if verbose() {
				frame("RUN  ", name, name)
			}
			spawn(func() { t.runner(test.F) })
			if !<-t.signal {
				parallel = append(parallel, t)
			}
			if flags.failFast && t.Failed() {
				break
			}
		}
		close(root.barrier)
		for _, t := range parallel {
			<-t.signal
		}
		if root.Failed() {
			ok = false
			if flags.failFast {
				break
			}
		}
	}
	return ran, ok
}

// exitStatus is what M.Run gave.
var exitStatus int

// exitCode is what the generated program ends with where TestMain does not end it.
func exitCode() int { return exitStatus }

// M is what TestMain gets.
type M struct {
	tests       []InternalTest
	benchmarks  []InternalBenchmark
	fuzzTargets []InternalFuzzTarget
	examples    []InternalExample
	ran         bool
}

// MainStart is called by the generated program.
func MainStart(deps any, tests []InternalTest, benchmarks []InternalBenchmark, fuzzTargets []InternalFuzzTarget, examples []InternalExample) *M {
	Init()
	return &M{tests: tests, benchmarks: benchmarks, fuzzTargets: fuzzTargets, examples: examples}
}

// Main is the old interface for generated programs.
func Main(matchString func(pat, str string) (bool, error), tests []InternalTest, benchmarks []InternalBenchmark, examples []InternalExample) {
	os.Exit(MainStart(nil, tests, benchmarks, nil, examples).Run())
}

// Run runs the tests and gives the exit status.
func (m *M) Run() (code int) {
	defer func() { exitStatus = code }()
	if flags.bad != "" {
		complain(flags.bad)
		return 2
	}
	if flags.list != "" {
		m.list()
		return 0
	}
	ranTests, ok := runTests(match, m.tests)
	ranFuzz, fuzzOK := runFuzzTargets(m.fuzzTargets)
	ranExamples, examplesOK := runExamples(match, m.examples)
	if !ranTests && !ranFuzz && !ranExamples && flags.bench == "" {
		complain("testing: warning: no tests to run")
	}
	anyFailed := !ok || !fuzzOK || !examplesOK
	if !anyFailed || flags.bench == "" {
		anyFailed = anyFailed || !runBenchmarks(match, m.benchmarks)
	}
	if anyFailed {
		printMarked("", "FAIL\n", "")
		writeCover()
		return 1
	}
	printMarked("", "PASS\n", "")
	writeCover()
	return 0
}

func (m *M) list() {
	show := func(name string) {
		if ok, err := match(flags.list, name); ok && err == nil {
			print2(name + "\n")
		}
	}
	for _, t := range m.tests {
		show(t.Name)
	}
	for _, b := range m.benchmarks {
		show(b.Name)
	}
	for _, f := range m.fuzzTargets {
		show(f.Name)
	}
	for _, e := range m.examples {
		show(e.Name)
	}
}
