// Package exec cannot run commands: there is nobody to run them. It is here for packages and tests of
// the library that also do other things; only the library can import it.
package exec

import (
	"context"
	"errors"
	"io"
	"os"
	"syscall"
	"time"
)

var (
	// ErrNotFound is what looking for a program gives.
	ErrNotFound = errors.New("executable file not found in $PATH")
	// ErrDot would say that a program is in the working directory.
	ErrDot = errors.New("cannot run executable found relative to current directory")
	// ErrWaitDelay would say that a program's output did not end.
	ErrWaitDelay = errors.New("exec: WaitDelay expired before I/O complete")
)

// An Error is about a program that cannot be run.
type Error struct {
	Name string
	Err  error
}

func (e *Error) Error() string { return "exec: \"" + e.Name + "\": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// An ExitError would be about a program that failed.
type ExitError struct {
	*os.ProcessState
	Stderr []byte
}

func (e *ExitError) Error() string { return e.ProcessState.String() }

// A Cmd is a command that cannot be run.
type Cmd struct {
	Path         string
	Args         []string
	Env          []string
	Dir          string
	Stdin        io.Reader
	Stdout       io.Writer
	Stderr       io.Writer
	ExtraFiles   []*os.File
	SysProcAttr  *syscall.SysProcAttr
	Process      *os.Process
	ProcessState *os.ProcessState
	Err          error
	Cancel       func() error
	WaitDelay    time.Duration
}

// Command describes a command.
func Command(name string, arg ...string) *Cmd {
	return &Cmd{Path: name, Args: append([]string{name}, arg...), Err: &Error{name, ErrNotFound}}
}

// CommandContext is Command.
func CommandContext(ctx context.Context, name string, arg ...string) *Cmd {
	return Command(name, arg...)
}

// LookPath finds nothing.
func LookPath(file string) (string, error) {
	return "", &Error{file, ErrNotFound}
}

func (c *Cmd) Run() error                         { return c.Err }
func (c *Cmd) Start() error                       { return c.Err }
func (c *Cmd) Wait() error                        { return c.Err }
func (c *Cmd) Output() ([]byte, error)            { return nil, c.Err }
func (c *Cmd) CombinedOutput() ([]byte, error)    { return nil, c.Err }
func (c *Cmd) StdinPipe() (io.WriteCloser, error) { return nil, c.Err }
func (c *Cmd) StdoutPipe() (io.ReadCloser, error) { return nil, c.Err }
func (c *Cmd) StderrPipe() (io.ReadCloser, error) { return nil, c.Err }
func (c *Cmd) Environ() []string                  { return c.Env }

// String is the command as one would write it.
func (c *Cmd) String() string {
	s := c.Path
	for i, a := range c.Args {
		if i > 0 {
			s += " " + a
		}
	}
	return s
}
