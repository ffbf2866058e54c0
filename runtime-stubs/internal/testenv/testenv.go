// Package testenv tells the library's own tests what there is on a target without an operating
// system: no processes, no Go tools, no network, no source tree, one core. Tests that need these
// are skipped, and say so.
package testenv

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
)

// Sigquit is a signal that nobody sends.
var Sigquit = os.Kill

// errNothing is the error of everything that needs an operating system.
var errNothing = errors.New("there is no operating system on this target")

func skip(t testing.TB, what string) {
	t.Helper()
	t.Skipf("skipping test: this target has no %s", what)
}

// Builder is the name of a machine that builds Go: empty.
func Builder() string { return "" }

func HasGoBuild() bool                                { return false }
func MustHaveGoBuild(t testing.TB)                    { t.Helper(); skip(t, "go tool") }
func HasGoRun() bool                                  { return false }
func MustHaveGoRun(t testing.TB)                      { t.Helper(); skip(t, "go tool") }
func HasParallelism() bool                            { return false }
func MustHaveParallelism(t testing.TB)                { t.Helper(); skip(t, "second core") }
func GoToolPath(t testing.TB) string                  { t.Helper(); skip(t, "go tool"); return "" }
func GoTool() (string, error)                         { return "", errNothing }
func GOROOT(t testing.TB) string                      { return noSource(t) }
func MustHaveSource(t testing.TB)                     { t.Helper(); skip(t, "source tree") }
func HasExternalNetwork() bool                        { return false }
func MustHaveExternalNetwork(t testing.TB)            { t.Helper(); skip(t, "network") }
func HasCGO() bool                                    { return false }
func MustHaveCGO(t testing.TB)                        { t.Helper(); skip(t, "cgo") }
func CanInternalLink(withCgo bool) bool               { return false }
func MustInternalLinkPIE(t testing.TB)                { t.Helper(); skip(t, "linker") }
func MustHaveBuildMode(t testing.TB, mode string)     { t.Helper(); skip(t, "build mode "+mode) }
func HasSymlink() bool                                { return false }
func MustHaveSymlink(t testing.TB)                    { t.Helper(); skip(t, "symbolic links") }
func HasLink() bool                                   { return false }
func MustHaveLink(t testing.TB)                       { t.Helper(); skip(t, "links to files") }
func MustHaveExec(t testing.TB)                       { t.Helper(); skip(t, "processes") }
func MustHaveExecPath(t testing.TB, path string)      { t.Helper(); skip(t, "program "+path) }
func Executable(t testing.TB) string                  { t.Helper(); skip(t, "processes"); return "" }
func SyscallIsNotSupported(err error) bool            { return true }
func CPUProfilingBroken() bool                        { return true }

func noSource(t testing.TB) string {
	if t != nil {
		t.Helper()
		skip(t, "source tree")
	}
	return ""
}

// SpecialBuildTypes are those of a program made with the race detector and the like.
type SpecialBuildTypes struct{ Cgo, Asan, Msan, Race bool }

var NoSpecialBuildTypes SpecialBuildTypes

// MustInternalLink skips: there is no linker.
func MustInternalLink(t testing.TB, with SpecialBuildTypes) { t.Helper(); skip(t, "linker") }

// SkipFlaky skips a test that sometimes fails with every Go.
func SkipFlaky(t testing.TB, issue int) {
	t.Helper()
	t.Skipf("skipping known flaky test without the -flaky flag; see golang.org/issue/%d", issue)
}

// SkipFlakyNet does nothing: without a network no test comes so far.
func SkipFlakyNet(t testing.TB) {}

// CPUIsSlow is true: this is a microcontroller.
func CPUIsSlow() bool { return true }

// SkipIfShortAndSlow skips with -short.
func SkipIfShortAndSlow(t testing.TB) {
	if testing.Short() {
		t.Helper()
		t.Skip("skipping test in -short mode on a slow processor")
	}
}

// OptimizationOff is true: the tests that ask count on what the gc compiler inlines and keeps on
// the stack.
func OptimizationOff() bool { return true }

// SkipIfOptimizationOff skips.
func SkipIfOptimizationOff(t testing.TB) {
	t.Helper()
	t.Skip("skipping test of the gc compiler's optimizations")
}

// WriteImportcfg skips: there are no object files.
func WriteImportcfg(t testing.TB, path string, packages map[string]string, list ...string) {
	t.Helper()
	skip(t, "go tool")
}

// ParallelOn64Bit runs the test on its own: a word has 32 bits.
func ParallelOn64Bit(t *testing.T) {}

// SetGODEBUG sets the variable, which nothing on the device reads.
func SetGODEBUG(t testing.TB, v string) { t.Setenv("GODEBUG", v) }

// Cmd stands in for exec.Cmd in tests that are skipped before they run one.
type Cmd struct {
	Path   string
	Args   []string
	Env    []string
	Dir    string
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
}

func (c *Cmd) Run() error                      { return errNothing }
func (c *Cmd) Start() error                    { return errNothing }
func (c *Cmd) Wait() error                     { return errNothing }
func (c *Cmd) Output() ([]byte, error)         { return nil, errNothing }
func (c *Cmd) CombinedOutput() ([]byte, error) { return nil, errNothing }
func (c *Cmd) Environ() []string               { return nil }
func (c *Cmd) String() string                  { return c.Path }

// Command skips the test.
func Command(t testing.TB, name string, args ...string) *Cmd {
	t.Helper()
	MustHaveExec(t)
	return &Cmd{Path: name, Args: args}
}

// CommandContext skips the test.
func CommandContext(t testing.TB, ctx context.Context, name string, args ...string) *Cmd {
	t.Helper()
	MustHaveExec(t)
	return &Cmd{Path: name, Args: args}
}

// CleanCmdEnv gives the command back.
func CleanCmdEnv(cmd *Cmd) *Cmd { return cmd }
