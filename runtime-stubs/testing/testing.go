// Package testing stands in for the Go distribution's on targets without an operating system. Its
// programs are made and run by `embgo test`, which also gives it its flags. docs/test.md says what
// differs.
package testing

import (
	"context"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "unsafe" // for go:linkname
)

// TB is what T, B and F have in common.
type TB interface {
	ArtifactDir() string
	Attr(key, value string)
	Cleanup(func())
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
	Setenv(key, value string)
	Chdir(dir string)
	Skip(args ...any)
	SkipNow()
	Skipf(format string, args ...any)
	Skipped() bool
	TempDir() string
	Context() context.Context
	Output() io.Writer

	private()
}

// common is the state of a test, benchmark or fuzz target.
type common struct {
	mu       sync.Mutex
	name     string
	parent   *common
	level    int // of nesting; 0 for what holds the top-level ones
	output   []byte
	partial  []byte // what was written to Output without a line's end
	failed   bool
	skipped  bool
	finished bool // the function has ended, by return or by FailNow or SkipNow
	done     bool // reports can no longer be made
	ran      bool
	bench    bool
	inFuzz   bool
	cleanups []func()
	start    time.Time
	duration time.Duration
	ctx      context.Context
	cancel   context.CancelFunc
	noParallel bool // Setenv or Chdir was called

	// For tests that run in parallel with others.
	parallel bool
	signal   chan bool     // the parent may go on: true when the test has ended
	barrier  chan struct{} // closed when the parallel subtests may run
	subtests []*T          // those that wait for the barrier
	names    map[string]int
}

// callSite is where the call stands that reports something. The compiler sets it before each call
// of a method that logs.
var callSite string

// takeCallSite gives the place of the call.
func takeCallSite() string {
	if callSite == "" {
		return "???:1"
	}
	return callSite
}

func (c *common) private() {}

// Name gives the name of the running test, with those of the tests around it.
func (c *common) Name() string { return c.name }

// Helper has no effect: the place in a report is that of the call of the reporting method.
func (c *common) Helper() {}

// Fail marks the function as failed but goes on.
func (c *common) Fail() {
	for p := c; p != nil; p = p.parent {
		p.mu.Lock()
		done := p.done
		p.failed = true
		p.mu.Unlock()
		if done && p == c {
			panic("Fail in goroutine after " + c.name + " has completed")
		}
	}
}

// Failed tells whether the function has failed.
func (c *common) Failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed
}

// FailNow marks the function as failed and ends its goroutine.
func (c *common) FailNow() {
	c.Fail()
	c.mu.Lock()
	c.finished = true
	c.mu.Unlock()
	runtime.Goexit()
}

// Skipped tells whether the function was skipped.
func (c *common) Skipped() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.skipped
}

// SkipNow marks the function as skipped and ends its goroutine.
func (c *common) SkipNow() {
	c.mu.Lock()
	c.skipped = true
	c.finished = true
	c.mu.Unlock()
	runtime.Goexit()
}

// log adds a line to the output, or prints it at once when everything is to be seen.
func (c *common) log(s string) {
	site := takeCallSite()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done {
		// The test is over; the nearest one around it that is not gets the line.
		for p := c.parent; p != nil; p = p.parent {
			if !p.done {
				p.output = append(p.output, "    "+site+": "+s+"\n"...)
				return
			}
		}
		panic("Log in goroutine after " + c.name + " has completed: " + s)
	}
	c.endPartial()
	c.put("    " + site + ": " + indented(s) + "\n")
}

// indented sets off the lines after the first.
func indented(s string) string {
	s = strings.TrimSuffix(s, "\n")
	return strings.ReplaceAll(s, "\n", "\n        ")
}

// put writes whole lines.
func (c *common) put(s string) {
	switch {
	case c.bench && !flags.benchOutputHeld:
		benchLine()
		print2(s)
	case verbose() && c.level > 0:
		chatty(c.name, s)
	default:
		c.output = append(c.output, s...)
	}
}

func (c *common) Log(args ...any)                 { c.log(sprintln(args)) }
func (c *common) Logf(format string, args ...any) { c.log(sprintf(format, args...)) }

func (c *common) Error(args ...any) {
	c.log(sprintln(args))
	c.Fail()
}

func (c *common) Errorf(format string, args ...any) {
	c.log(sprintf(format, args...))
	c.Fail()
}

func (c *common) Fatal(args ...any) {
	c.log(sprintln(args))
	c.FailNow()
}

func (c *common) Fatalf(format string, args ...any) {
	c.log(sprintf(format, args...))
	c.FailNow()
}

func (c *common) Skip(args ...any) {
	c.log(sprintln(args))
	c.SkipNow()
}

func (c *common) Skipf(format string, args ...any) {
	c.log(sprintf(format, args...))
	c.SkipNow()
}


// Attr prints an attribute of the test for tools that read the output.
func (c *common) Attr(key, value string) {
	if strings.ContainsAny(key, " \t\r\n") {
		c.Errorf("disallowed whitespace in attribute key %q", key)
		return
	}
	if strings.ContainsAny(value, "\r\n") {
		c.Errorf("disallowed newline in attribute value %q", value)
		return
	}
	if verbose() {
		frame("ATTR ", c.name, c.name+" "+key+" "+value)
	}
}

// Output gives a writer to the output of the test. Lines are set in.
func (c *common) Output() io.Writer { return output{c} }

type output struct{ c *common }

func (o output) Write(b []byte) (int, error) {
	c := o.c
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done {
		panic("Output written after " + c.name + " has completed")
	}
	c.partial = append(c.partial, b...)
	for {
		i := strings.IndexByte(string(c.partial), '\n')
		if i < 0 {
			return len(b), nil
		}
		line := string(c.partial[:i+1])
		c.partial = append([]byte(nil), c.partial[i+1:]...)
		c.put("    " + line)
	}
}

func (c *common) endPartial() {
	if len(c.partial) > 0 {
		line := string(c.partial)
		c.partial = nil
		c.put("    " + line + "\n")
	}
}

// Cleanup registers a function to be called when the test and all its subtests have ended.
func (c *common) Cleanup(f func()) {
	c.mu.Lock()
	c.cleanups = append(c.cleanups, f)
	c.mu.Unlock()
}

// runCleanups runs the registered functions, the last one first; one that ends its goroutine or
// panics does not keep the others from running.
func (c *common) runCleanups() {
	for {
		c.mu.Lock()
		n := len(c.cleanups)
		if n == 0 {
			cancel := c.cancel
			c.mu.Unlock()
			if cancel != nil {
				cancel()
			}
			return
		}
		cancel := c.cancel
		f := c.cleanups[n-1]
		c.cleanups = c.cleanups[:n-1]
		c.mu.Unlock()
		if cancel != nil {
			cancel()
		}
		c.cleanup(f)
	}
}

func (c *common) cleanup(f func()) {
	ended := false
	defer func() {
		if !ended {
			// Goexit or a panic: the rest still runs.
			c.runCleanups()
		}
	}()
	f()
	ended = true
}

// Context gives a context that is cancelled before the cleanups run.
func (c *common) Context() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == nil {
		c.ctx, c.cancel = context.WithCancel(context.Background())
	}
	return c.ctx
}

// Setenv sets a variable for the time of the test.
func (c *common) Setenv(key, value string) {
	c.alone("Setenv")
	old, ok := os.LookupEnv(key)
	if err := os.Setenv(key, value); err != nil {
		c.Fatalf("cannot set environment variable: %v", err)
	}
	c.Cleanup(func() {
		if ok {
			os.Setenv(key, old)
		} else {
			os.Unsetenv(key)
		}
	})
}

const parallelConflict = "testing: test using t.Setenv, t.Chdir, or cryptotest.SetGlobalRandom can not use t.Parallel"

// alone checks that no other tests run beside this one.
func (c *common) alone(what string) {
	for p := c; p != nil; p = p.parent {
		if p.parallel {
			panic(parallelConflict)
		}
	}
	c.noParallel = true
}

const noFiles = "there is no file system on this target"

// tempDirs counts the folders that were given to tests.
var tempDirs int

// TempDir gives a new folder of the computer that runs the emulator; elsewhere it fails.
func (c *common) TempDir() string {
	if flags.tempDir == "" || tempDirs == tempDirCount {
		c.Fatalf("TempDir: " + noFiles)
	}
	tempDirs++
	return flags.tempDir + "/" + strconv.Itoa(tempDirs)
}

// tempDirCount is how many folders embgo test has made ready.
const tempDirCount = 100

// ArtifactDir fails: there is no file system.
func (c *common) ArtifactDir() string {
	c.Fatalf("ArtifactDir: " + noFiles)
	return ""
}

// Chdir fails: there is no file system.
func (c *common) Chdir(dir string) {
	c.Fatalf("Chdir: " + noFiles)
}

// newproc starts a goroutine with a stack of a given size.
//
//go:linkname newproc runtime.newproc
func newproc(fn func(), stackSize uintptr)

// spawn runs f in a goroutine of its own with the stack of a test.
func spawn(f func()) { newproc(f, stackSize()) }

// Testing tells whether this is a test program.
func Testing() bool { return true }

// Short tells whether -short is given.
func Short() bool { return flags.short }

// Verbose tells whether -v is given.
func Verbose() bool { return verbose() }

// synctestTest is what synctest.Test is made of. There are no bubbles.
//
//go:linkname synctestTest testing/synctest.testingSynctestTest
func synctestTest(t *T, f func(*T)) bool {
	t.Fatal("testing/synctest is not there: goroutines cannot be kept apart in bubbles")
	return false
}
