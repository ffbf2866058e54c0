package os

import (
	"io/fs"
	"syscall"
	"time"
)

// Args has the program's name only.
var Args = []string{"main"}

// Exit ends the program: under an emulator with that status, on a board by stopping.
func Exit(code int) {
	exit(code)
}

func Getpid() int      { return 1 }
func Getppid() int     { return 0 }
func Getuid() int      { return 0 }
func Geteuid() int     { return 0 }
func Getgid() int      { return 0 }
func Getegid() int     { return 0 }
func Getpagesize() int { return 4096 }

// Getgroups is empty.
func Getgroups() ([]int, error) { return nil, nil }

// Hostname is that of every chip.
func Hostname() (name string, err error) { return "localhost", nil }

// Getwd is the root.
func Getwd() (dir string, err error) { return "/", nil }

// TempDir is where temporary files would be, if something is mounted there.
func TempDir() string { return "/tmp" }

var errUnsupported = error(syscall.ENOSYS)

// Executable fails: the program is not a file.
func Executable() (string, error) { return "", NewSyscallError("executable", errUnsupported) }

// There are no users with folders of their own.

func UserHomeDir() (string, error)   { return "", NewSyscallError("user home", errUnsupported) }
func UserCacheDir() (string, error)  { return "", NewSyscallError("user cache", errUnsupported) }
func UserConfigDir() (string, error) { return "", NewSyscallError("user config", errUnsupported) }

// What the file systems here cannot do.

func Chdir(dir string) error                     { return wrap("chdir", dir, errUnsupported) }
func Chmod(name string, mode FileMode) error     { return wrap("chmod", name, errUnsupported) }
func Chown(name string, uid, gid int) error      { return wrap("chown", name, errUnsupported) }
func Lchown(name string, uid, gid int) error     { return wrap("lchown", name, errUnsupported) }
func Truncate(name string, size int64) error     { return wrap("truncate", name, errUnsupported) }
func Readlink(name string) (string, error)       { return "", wrap("readlink", name, errUnsupported) }
func Chtimes(name string, a, m time.Time) error  { return wrap("chtimes", name, errUnsupported) }
func RemoveAll(path string) error                { return wrap("unlinkat", path, errUnsupported) }
func ReadDir(name string) ([]DirEntry, error)    { return nil, wrap("open", name, errUnsupported) }
func CopyFS(dir string, fsys fs.FS) error        { return wrap("copyfs", dir, errUnsupported) }
func MkdirTemp(dir, p string) (string, error)    { return "", wrap("mkdirtemp", dir, errUnsupported) }
func Link(oldname, newname string) error         { return linkError("link", oldname, newname) }
func Symlink(oldname, newname string) error      { return linkError("symlink", oldname, newname) }
func Rename(oldpath, newpath string) error       { return linkError("rename", oldpath, newpath) }
func Pipe() (r *File, w *File, err error)        { return nil, nil, NewSyscallError("pipe", errUnsupported) }
func OpenInRoot(dir, name string) (*File, error) { return nil, wrap("openat", name, errUnsupported) }

func linkError(op, old, new string) error {
	return &LinkError{op, old, new, errUnsupported}
}

// MkdirAll makes a folder and those that it is in.
func MkdirAll(path string, perm FileMode) error {
	for i := 1; i < len(path); i++ {
		if path[i] == '/' {
			if err := Mkdir(path[:i], perm); err != nil && !IsExist(err) {
				return err
			}
		}
	}
	if err := Mkdir(path, perm); err != nil && !IsExist(err) {
		return err
	}
	return nil
}

// A Signal would be sent by an operating system.
type Signal interface {
	String() string
	Signal()
}

var (
	Interrupt Signal = syscall.SIGINT
	Kill      Signal = syscall.SIGKILL
)

// A Process is none: the program is alone.
type Process struct {
	Pid int
}

// A ProcAttr would describe a process to start.
type ProcAttr struct {
	Dir   string
	Env   []string
	Files []*File
	Sys   *syscall.SysProcAttr
}

// A ProcessState would describe a process that has ended.
type ProcessState struct{}

func FindProcess(pid int) (*Process, error) {
	return nil, NewSyscallError("find process", errUnsupported)
}

func StartProcess(name string, argv []string, attr *ProcAttr) (*Process, error) {
	return nil, wrap("fork/exec", name, errUnsupported)
}

func (p *Process) Kill() error                  { return NewSyscallError("kill", errUnsupported) }
func (p *Process) Release() error               { return NewSyscallError("release", errUnsupported) }
func (p *Process) Signal(sig Signal) error      { return NewSyscallError("kill", errUnsupported) }
func (p *Process) Wait() (*ProcessState, error) { return nil, NewSyscallError("wait", errUnsupported) }

func (p *ProcessState) ExitCode() int             { return -1 }
func (p *ProcessState) Exited() bool              { return false }
func (p *ProcessState) Pid() int                  { return 0 }
func (p *ProcessState) String() string            { return "<nil>" }
func (p *ProcessState) Success() bool             { return false }
func (p *ProcessState) Sys() any                  { return nil }
func (p *ProcessState) SysUsage() any             { return nil }
func (p *ProcessState) SystemTime() time.Duration { return 0 }
func (p *ProcessState) UserTime() time.Duration   { return 0 }
